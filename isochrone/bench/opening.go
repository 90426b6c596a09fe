package bench

import (
	"errors"
	"time"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// opening measures the way from a closed workspace to a first answer, on all processors: once as a new workspace is
// opened, and as it is ever after, when what is dear to prepare is kept in it.
func (r *run) opening() error {
	first := Row{ID: "open_first", Job: geo.Say("open a new workspace, answer a first question and keep its lists", "首次打开项目文件：给出第一个结果并保存出行表"), Unit: Seconds}
	row := Row{ID: "open", Job: geo.Say("open the workspace and answer a first question", "打开项目文件并给出第一个结果"), Unit: Seconds, Target: target(2 * float64(max(1, len(r.area.Points))) / fullCity)}
	if r.options.Open == nil {
		row.Note = geo.Say("the town was not kept in a workspace", "本次未建立项目文件")
		r.add(first)
		r.add(row)
		return nil
	}
	r.say(row.Job)
	profile, err := isochrone.BuiltinProfile(geo.Walk)
	if err != nil {
		return err
	}
	people := int64(-1)
	answer := func() error {
		town, err := r.options.Open(r.ctx)
		if err != nil {
			return err
		}
		report, err := town.Coverage(r.ctx, coverage.Request{Services: []string{Services[0].Code}, Profile: profile, Minutes: []int{15}})
		if err == nil {
			people = report.Results[0].Total
		}
		return err
	}
	start := time.Now()
	if err := answer(); err != nil {
		return err
	}
	took := time.Since(start).Seconds()
	first.Engine = &Figure{Median: took, Best: took, Runs: 1}
	row.Engine, err = measureWall(r.ctx, 1, answer)
	if err == nil && people != r.report.Input.People {
		err = errors.New("opening the workspace: it does not hold the people who were put into it")
	}
	first.Note = geo.Say("all processors", "使用全部处理器")
	row.Note = geo.Say("all processors; the lists of points of a large town are stored", "使用全部处理器；大城镇的居民点出行表已存入项目文件")
	r.add(first)
	r.add(row)
	return err
}

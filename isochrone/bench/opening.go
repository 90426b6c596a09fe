package bench

import (
	"errors"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// opening measures the way from a closed workspace to a first answer, on all processors.
func (r *run) opening() error {
	row := Row{ID: "open", Job: geo.Say("open the workspace and answer a first question", "打开项目文件并给出第一个结果"), Unit: Seconds, Target: target(2 * float64(max(1, len(r.area.Points))) / fullCity)}
	if r.options.Open == nil {
		row.Note = geo.Say("the town was not kept in a workspace", "本次未建立项目文件")
		r.add(row)
		return nil
	}
	r.say(row.Job)
	profile, err := isochrone.BuiltinProfile(geo.Walk)
	if err != nil {
		return err
	}
	people := int64(-1)
	row.Engine, err = measureWall(r.ctx, 1, func() error {
		area, err := r.options.Open(r.ctx)
		if err != nil {
			return err
		}
		report, err := coverage.New(area).Coverage(r.ctx, coverage.Request{Services: []string{Services[0].Code}, Profile: profile, Minutes: []int{15}})
		if err == nil {
			people = report.Results[0].Total
		}
		return err
	})
	if err == nil && people != r.report.Input.People {
		err = errors.New("opening the workspace: it does not hold the people who were put into it")
	}
	row.Note = geo.Say("all processors; network and lists are made anew", "使用全部处理器；路网与出行表重新计算")
	r.add(row)
	return err
}

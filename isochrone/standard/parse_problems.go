package standard

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"lifecircle/geo"
)

// FileError tells what is wrong with the file of a standard, everything at once.
type FileError struct {
	Problems []FileProblem // by line
	More     int           // further problems, not listed
}

// FileProblem is one thing that is wrong with the file of a standard.
type FileProblem struct {
	Line  int    // from 1; 0 where it is about the file as a whole
	Check string // the id of the check, or its number ("#3") where it has none; "" outside of checks
	Key   string // "target", "document.date", "services[2]"
	Value string // as written, shortened; "" where there is none
	Rule  geo.Words
}

// maxProblems bounds the problems that one error tells of.
const maxProblems = 20

func (e *FileError) Error() string { return e.InWords().EN }

// InWords is the error in both languages, one line for each problem.
func (e *FileError) InWords() geo.Words {
	words := geo.Say("the standard cannot be used", "标准文件无法使用")
	for _, p := range e.Problems {
		said := p.InWords()
		words.EN += "\n" + said.EN
		words.ZH += "\n" + said.ZH
	}
	if e.More > 0 {
		words.EN += fmt.Sprintf("\nand %d more", e.More)
		words.ZH += fmt.Sprintf("\n另有 %d 项", e.More)
	}
	return words
}

// InWords is the problem on one line: "line 12, check zj-meals, target 80: …".
func (p *FileProblem) InWords() geo.Words {
	var en, zh string
	add := func(inEN, inZH string) {
		if en != "" {
			en, zh = en+", ", zh+"，"
		}
		en, zh = en+inEN, zh+inZH
	}
	if p.Line > 0 {
		add(fmt.Sprintf("line %d", p.Line), fmt.Sprintf("第 %d 行", p.Line))
	}
	if p.Check != "" {
		add("check "+p.Check, "指标 "+p.Check)
	}
	if p.Key != "" {
		key := p.Key
		if p.Value != "" {
			key += " " + strconv.Quote(p.Value)
		}
		add(key, key)
	}
	if en == "" {
		return p.Rule
	}
	return geo.Words{EN: en + ": " + p.Rule.EN, ZH: zh + "：" + p.Rule.ZH}
}

// fileProblems collects what is wrong with a file.
type fileProblems []FileProblem

// err is nil where nothing is wrong.
func (p fileProblems) err() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b FileProblem) int { return cmp.Compare(a.Line, b.Line) })
	listed := p[:min(len(p), maxProblems)]
	return &FileError{Problems: slices.Clone(listed), More: len(p) - len(listed)}
}

// shortened is a value as an error shows it.
func shortened(value string) string {
	const most = 60
	letters := []rune(value)
	if len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return value
}

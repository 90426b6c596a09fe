package geo

import (
	"fmt"
	"strings"
)

// Words is one message in both languages of the interface. What a user can meet is of this type and not a string, so
// that it cannot be written in one language alone.
type Words struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// Say fills two formats with the same arguments; Chinese may take them in another order (%[2]s). An argument that
// is itself [Words], or an error that knows its own, appears in the language of the format.
func Say(en, zh string, args ...any) Words {
	if len(args) == 0 {
		return Words{en, zh}
	}
	inEN, inZH := make([]any, len(args)), make([]any, len(args))
	for i, arg := range args {
		inEN[i], inZH[i] = arg, arg
		switch arg := arg.(type) {
		case Words:
			inEN[i], inZH[i] = arg.EN, arg.ZH
		case error:
			words := WordsOf(arg)
			inEN[i], inZH[i] = words.EN, words.ZH
		}
	}
	return Words{fmt.Sprintf(en, inEN...), fmt.Sprintf(zh, inZH...)}
}

// String is the English wording.
func (w Words) String() string { return w.EN }

// Empty tells that nothing is said.
func (w Words) Empty() bool { return w == Words{} }

// Replace puts one text for another in both languages.
func (w Words) Replace(old, by string) Words {
	if old == "" {
		return w
	}
	return Words{strings.ReplaceAll(w.EN, old, by), strings.ReplaceAll(w.ZH, old, by)}
}

// Fail makes an error of two formats as [Say] does. It wraps the errors among the arguments.
func Fail(en, zh string, args ...any) error {
	failure := &failure{words: Say(en, zh, args...)}
	for _, arg := range args {
		if cause, is := arg.(error); is {
			failure.causes = append(failure.causes, cause)
		}
	}
	return failure
}

type failure struct {
	words  Words
	causes []error
}

func (f *failure) Error() string   { return f.words.EN }
func (f *failure) Unwrap() []error { return f.causes }
func (f *failure) InWords() Words  { return f.words }

// WordsOf gives what an error says. An error of other libraries, which speak English alone, says the same in both
// languages; messages around it must say in Chinese what it means.
func WordsOf(err error) Words {
	switch e := err.(type) {
	case interface{ InWords() Words }:
		return e.InWords()
	case interface{ Unwrap() []error }:
		var inEN, inZH []string
		for _, cause := range e.Unwrap() {
			words := WordsOf(cause)
			inEN, inZH = append(inEN, words.EN), append(inZH, words.ZH)
		}
		if strings.Join(inEN, "\n") == err.Error() { // of errors.Join, which adds no words of its own
			return Words{err.Error(), strings.Join(inZH, "\n")}
		}
	}
	return Words{err.Error(), err.Error()}
}

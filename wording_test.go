package lifecircle_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// bilingual are the functions that take a message in both languages, with the position of the English one; the
// Chinese one follows.
var bilingual = map[string]int{"Say": 0, "Fail": 0, "newCases": 1, "listed": 1, "warn": 1, "missing": 3}

// Every message that a user can meet is written in both languages, and both say the same about the same values.
func TestMessagesAreInBothLanguages(t *testing.T) {
	found := 0
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, filepath.FromSlash(file), nil, 0)
		if err != nil {
			t.Error(err)
			continue
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if literal, is := n.(*ast.CompositeLit); is {
				if en, zh := texts(literal); en && !zh {
					t.Errorf("%s: a text without a Chinese one", files.Position(n.Pos()))
				}
			}
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			at, is := bilingual[calledName(call)]
			if !is || len(call.Args) < at+2 {
				return true
			}
			en, isEN := literal(call.Args[at])
			zh, isZH := literal(call.Args[at+1])
			if !isEN && !isZH {
				return true // handed on from where it is written
			}
			found++
			where := files.Position(call.Pos())
			wordless := !strings.ContainsFunc(verbs.ReplaceAllString(en, ""), unicode.IsLetter) // "%s: %v"
			if isEN && isZH && !wordless && !strings.ContainsFunc(zh, isHan) {
				t.Errorf("%s: %q has no Chinese wording: %q", where, en, zh)
			}
			if isEN && isZH && !slices.Equal(arguments(en), arguments(zh)) {
				t.Errorf("%s: %q and %q do not name the same values", where, en, zh)
			}
			if isEN && strings.ContainsFunc(en, isHan) && !strings.ContainsAny(en, "(（") { // examples of words stand in brackets
				t.Errorf("%s: %q is not English", where, en)
			}
			return true
		})
	}
	if found < 200 {
		t.Errorf("only %d messages were found: does the test still know the functions?", found)
	}
}

// texts tells whether a literal of a warning or finding gives its text in English, and in Chinese.
func texts(of *ast.CompositeLit) (en, zh bool) {
	for _, element := range of.Elts {
		pair, is := element.(*ast.KeyValueExpr)
		if !is {
			continue
		}
		if key, is := pair.Key.(*ast.Ident); is {
			en = en || key.Name == "Text" || key.Name == "TextEN"
			zh = zh || key.Name == "TextZH"
		}
	}
	return en, zh
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	basic, is := e.(*ast.BasicLit)
	if !is || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

var verbs = regexp.MustCompile(`%[-+# 0]*\d*(?:\.\d*)?(?:\[(\d+)\])?([a-zA-Z%])`)

// arguments lists, in order, the arguments that a format shows.
func arguments(format string) (shown []int) {
	next := 1
	for _, verb := range verbs.FindAllStringSubmatch(format, -1) {
		if verb[2] == "%" {
			continue
		}
		if verb[1] != "" {
			next, _ = strconv.Atoi(verb[1]) // digits, by the expression
		}
		shown = append(shown, next)
		next++
	}
	slices.Sort(shown)
	return slices.Compact(shown)
}

package geo

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestWordsNestInTheirOwnLanguage(t *testing.T) {
	inner := Fail("row %d is empty", "第%d行为空", 7)
	outer := Fail("%s: %v", "%s：%v", "a.csv", inner)
	if got, want := WordsOf(outer), (Words{"a.csv: row 7 is empty", "a.csv：第7行为空"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !errors.Is(outer, inner) || outer.Error() != "a.csv: row 7 is empty" {
		t.Errorf("%v does not wrap its cause", outer)
	}
	if got, want := Say("%d of %s", "%[2]s中的%[1]d个", 3, Say("towns", "城镇")), (Words{"3 of towns", "城镇中的3个"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWordsOfErrorsOfOthers(t *testing.T) {
	ours := Fail("cut off", "已截断")
	for _, test := range []struct {
		err  error
		want Words
	}{
		{io.ErrUnexpectedEOF, Words{"unexpected EOF", "unexpected EOF"}},
		{Fail("unreadable: %v", "无法读取：%v", io.ErrUnexpectedEOF), Words{"unreadable: unexpected EOF", "无法读取：unexpected EOF"}},
		{errors.Join(ours, nil), Words{"cut off", "已截断"}},
		{errors.Join(ours, ours), Words{"cut off\ncut off", "已截断\n已截断"}},
		{fmt.Errorf("somewhere: %w", ours), Words{"somewhere: cut off", "somewhere: cut off"}}, // or else the place would be lost
	} {
		if got := WordsOf(test.err); got != test.want {
			t.Errorf("%v: got %+v, want %+v", test.err, got, test.want)
		}
	}
}

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress shows on standard error how far long work has come: a bar on a terminal, elsewhere a line now and then.
type progress struct {
	mu       sync.Mutex
	to       io.Writer
	what     string
	terminal bool
	shown    time.Time
	last     string
}

const (
	barEvery  = 100 * time.Millisecond
	lineEvery = time.Second
)

// newProgress begins to show work. Work that takes less than a moment shows nothing.
func newProgress(to io.Writer, what string) *progress {
	file, isFile := to.(*os.File)
	return &progress{to: to, what: what, terminal: isFile && term.IsTerminal(int(file.Fd())), shown: time.Now()}
}

// report notes that done of total parts are done. It may be called from several goroutines.
func (p *progress) report(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	every := lineEvery
	if p.terminal {
		every = barEvery
	}
	if total <= 0 || time.Since(p.shown) < every {
		return
	}
	percent := int(min(done, total) * 100 / total)
	text := fmt.Sprintf("%s: %d %%", p.what, percent)
	if p.terminal {
		const width = 30
		full := percent * width / 100
		text = fmt.Sprintf("%s [%s%s] %3d %%", p.what, strings.Repeat("#", full), strings.Repeat(".", width-full), percent)
	}
	if text == p.last {
		return
	}
	p.shown, p.last = time.Now(), text
	if p.terminal {
		fmt.Fprintf(p.to, "\r%s", text)
	} else {
		fmt.Fprintln(p.to, text)
	}
}

// end takes the bar away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal && p.last != "" {
		fmt.Fprintf(p.to, "\r%s\r", strings.Repeat(" ", columns(p.last)))
	}
}

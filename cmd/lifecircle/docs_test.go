package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// documents are the pages whose commands are run. Each begins with the sample town in demo.gpkg and runs from top to
// bottom; the languages show the same commands, so that one run is enough for all.
var documents = []string{"questions.md", "questions.zh-CN.md"}

// shown is a command of a document and the output that it shows.
type shown struct{ command, output string }

// TestDocuments runs the commands that the documents show and holds their output against what is shown. Where the program
// or the sample town has changed for good reason, LIFECIRCLE_UPDATE_DOCS=1 writes the new output into the documents, to be
// read before it is kept.
func TestDocuments(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh: the commands of the documents are not run")
	}
	root := filepath.Join("..", "..", "docs")
	first := commandsIn(read(t, root, documents[0]))
	if len(first) < 12 {
		t.Fatalf("%s shows %d commands", documents[0], len(first))
	}
	for _, other := range documents[1:] {
		same := slices.EqualFunc(first, commandsIn(read(t, root, other)), func(a, b shown) bool { return a.command == b.command })
		if !same {
			t.Errorf("%s shows other commands than %s", other, documents[0])
		}
	}
	folder := sampleFolder(t)
	outputs := map[string]string{}
	for _, s := range first {
		cmd := exec.Command(shell, "-c", s.command)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "PATH="+folder+string(os.PathListSeparator)+os.Getenv("PATH"))
		a := result(t, cmd)
		if a.status != 0 {
			t.Fatalf("$ %s\nstatus %d: %s", s.command, a.status, a.err)
		}
		if _, twice := outputs[s.command]; twice {
			t.Errorf("$ %s\nstands there twice", s.command)
		}
		outputs[s.command] = a.out
	}
	for _, name := range documents {
		text := read(t, root, name)
		if os.Getenv("LIFECIRCLE_UPDATE_DOCS") != "" {
			write(t, root, name, updated(text, outputs))
			continue
		}
		for _, s := range commandsIn(text) {
			if got := outputs[s.command]; got != s.output {
				t.Errorf("%s: $ %s\nshows\n%s\nthe program says\n%s", name, s.command, s.output, got)
			}
		}
	}
}

// sampleFolder makes the sample town in a new folder, with the program as lifecircle beside it.
func sampleFolder(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.Symlink(binary, filepath.Join(folder, "lifecircle")); err != nil {
		t.Skipf("no link can be made: %v", err)
	}
	s := serve(t, folder, "demo", "--addr", "127.0.0.1:0", "-w", "demo.gpkg")
	if status, _ := s.get(t, "api/v1/workspace"); status != 200 {
		t.Fatalf("the sample town is not served: %d", status)
	}
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Wait() }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not end")
	}
	return folder
}

// The blocks of a document that are run begin and end so. Lines that begin with "$ " are commands, the others what the
// command above them says.
const (
	blockBegins = "```console\n"
	blockEnds   = "```\n"
)

func commandsIn(text string) (all []shown) {
	inBlock := false
	for line := range strings.Lines(text) {
		command, is := strings.CutPrefix(line, "$ ")
		switch {
		case line == blockBegins:
			inBlock = true
		case line == blockEnds:
			inBlock = false
		case inBlock && is:
			all = append(all, shown{command: strings.TrimSpace(command)})
		case inBlock:
			all[len(all)-1].output += line
		}
	}
	return all
}

// updated is a document with other outputs.
func updated(text string, outputs map[string]string) string {
	var out strings.Builder
	inBlock := false
	for line := range strings.Lines(text) {
		command, is := strings.CutPrefix(line, "$ ")
		switch {
		case line == blockBegins:
			inBlock = true
		case line == blockEnds:
			inBlock = false
		case inBlock && is:
			fmt.Fprint(&out, line, outputs[strings.TrimSpace(command)])
			continue
		case inBlock:
			continue
		}
		out.WriteString(line)
	}
	return out.String()
}

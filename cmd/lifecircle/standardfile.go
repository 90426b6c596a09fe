package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// maxStandardBytes bounds the file of a standard.
const maxStandardBytes = 1 << 20

// standardFileError is a file that is no usable standard, with everything that is wrong with it.
type standardFileError struct {
	path     string
	problems *standard.FileError
}

// Error names each problem by file and line, as compilers do.
func (e *standardFileError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: the standard cannot be used", e.path)
	for i := range e.problems.Problems {
		p := e.problems.Problems[i]
		where := e.path
		if p.Line > 0 {
			where += fmt.Sprintf(":%d", p.Line)
			p.Line = 0 // said
		}
		fmt.Fprintf(&text, "\n  %s: %s", where, printable(p.InWords().EN))
	}
	if e.problems.More > 0 {
		fmt.Fprintf(&text, "\n  and %d more", e.problems.More)
	}
	return text.String()
}

// readStandard gives a built-in standard by its id, or reads one from a file.
func readStandard(to streams, name string) (*standard.Standard, error) {
	if !isStandardFile(name) {
		std, err := standard.Builtin(name)
		if err != nil {
			return nil, &usageError{err.Error(), "The built-in ones: lifecircle standard list. A file of your own ends in .yaml: --standard mine.yaml"}
		}
		return std, nil
	}
	text, err := readBounded(name, maxStandardBytes)
	if err != nil {
		return nil, err
	}
	std, err := standard.Parse(text)
	var problems *standard.FileError
	switch {
	case errors.As(err, &problems):
		return nil, &standardFileError{name, problems}
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if takesBuiltinName(std) {
		_, err = fmt.Fprintf(to.err, "note: %s is a changed copy with the id of the built-in standard %s: give it an id of its own\n", name, std.ID)
	}
	return std, err
}

func isStandardFile(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml", ".json": // JSON is YAML
		return true
	}
	return strings.ContainsAny(name, `/\`)
}

func takesBuiltinName(std *standard.Standard) bool {
	_, err := standard.File(std.ID)
	return err == nil && !std.IsBuiltin()
}

// standardFlag adds --standard.
func standardFlag(cmd *cobra.Command, name *string) {
	cmd.Flags().StringVar(name, "standard", "", "the plan: `ID|FILE.yaml` (see: lifecircle standard list)")
}

// standardNamed is the standard of --standard.
func standardNamed(to streams, name string) (*standard.Standard, error) {
	if name == "" {
		return nil, &usageError{"--standard is missing", "For example: --standard zhejiang-2025. See: lifecircle standard list"}
	}
	return readStandard(to, name)
}

func newStandardExport() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use: "export ID", Short: "Write a built-in plan to a file, to be copied and changed",
		Example: "  lifecircle standard export zhejiang-2025 -o mine.yaml",
		Args:    oneArgument("the id of the standard"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			text, err := standard.File(args[0])
			if err != nil {
				return &usageError{err.Error(), "See: lifecircle standard list"}
			}
			return writeStandardFile(to, path, text)
		}),
	}
	cmd.Flags().StringVarP(&path, "output", "o", "", "`file` to write, such as mine.yaml (default standard output)")
	return cmd
}

// writeStandardFile writes the text of a standard. A file that is already there is kept: somebody may have changed it.
func writeStandardFile(to streams, path string, text []byte) error {
	if path == "" || path == "-" {
		_, err := to.out.Write(text)
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return &data.FileError{Path: path, Rule: data.ErrTarget, Detail: geo.Say("a file stands there, and somebody may have changed it", "该文件已存在，可能已被修改"), Hint: geo.Say("Give another name, or remove it.", "请另取文件名，或先删除该文件。")}
	}
	err := data.WriteText(path, nil, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err == nil {
		_, err = fmt.Fprintf(to.err, "written to %s\n", path)
	}
	return err
}

func newStandardVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify FILE", Short: "Say everything that is wrong with the file of a plan",
		Example: "  lifecircle standard verify mine.yaml",
		Args:    oneArgument("the file"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			name := args[0]
			if !isStandardFile(name) {
				name = "." + string(filepath.Separator) + name // a file, whatever it is called
			}
			std, err := readStandard(to, name)
			if err != nil {
				return err
			}
			s := std.Summary()
			_, err = fmt.Fprintf(to.out, "%s is in order: %s, %d checks, of which %d have targets that the document itself states\n", args[0], s.ID, s.Checks, s.Headline)
			return err
		}),
	}
}

func newStandardDraft() *cobra.Command {
	var path, id, title, from, until string
	cmd := &cobra.Command{
		Use: "draft ID|FILE", Short: "Begin the next plan with the checks of an earlier one",
		Long: `Begin the next plan with the checks of an earlier one. Every goal is assumed until somebody finds it stated in the
new document, and nobody's confirmations are taken over.`,
		Example: `  lifecircle standard draft zhejiang-2025 --id zhejiang-2030 --title "浙江省“十五五”规划（草案）" --from 2026-01-01 --to 2030-12-31 -o next.yaml`,
		Args:    oneArgument("the standard"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			std, err := readStandard(to, args[0])
			if err != nil {
				return err
			}
			for _, needed := range [][2]string{{"id", id}, {"title", title}} {
				if needed[1] == "" {
					return &usageError{"--" + needed[0] + " is missing", "See: lifecircle standard draft --help"}
				}
			}
			if id == std.ID {
				return &usageError{fmt.Sprintf("--id %s is the id of the standard that it is drafted from", id), "Give the draft an id of its own."}
			}
			text, err := std.Draft(id, geo.Words{EN: title, ZH: title}, standard.Period{From: from, To: until})
			var problems *standard.FileError
			if errors.As(err, &problems) {
				return &usageError{problems.Error(), "The id has small letters, digits and hyphens; dates are written 2026-01-01."}
			}
			if err != nil {
				return err
			}
			return writeStandardFile(to, path, text)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&id, "id", "", "`ID` of the draft, such as zhejiang-2030")
	f.StringVar(&title, "title", "", "`title` of the draft")
	f.StringVar(&from, "from", "", "first day of the plan's period: `DATE`, such as 2026-01-01")
	f.StringVar(&until, "to", "", "last day of the plan's period: `DATE`, such as 2030-12-31")
	f.StringVarP(&path, "output", "o", "", "`file` to write, such as next.yaml (default standard output)")
	return cmd
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// usageError is a command line that cannot be understood.
type usageError struct {
	message, hint string
}

func (e *usageError) Error() string { return e.message }

// flagGroup puts into our own words what the command-line library says of options that exclude or demand one another, for
// which it has no type: it lists the options in brackets, last those that the message is about.
func flagGroup(cmd *cobra.Command, err error) error {
	text := err.Error()
	if !strings.Contains(text, "flags in the group") {
		return err
	}
	listed := text[strings.LastIndexByte(text, '[')+1:]
	listed, _, _ = strings.Cut(listed, "]")
	options := strings.Fields(listed)
	slices.Sort(options)
	for i := range options {
		options[i] = "--" + options[i]
	}
	e := &usageError{message: strings.Join(options, " and ") + " cannot be used together", hint: "See: " + cmd.CommandPath() + " --help"}
	if strings.HasPrefix(text, "at least one") {
		e.message = "one of " + strings.Join(options, ", ") + " is needed"
	}
	return e
}

// complain tells the user what went wrong and what to do next, and gives the exit status.
func complain(stderr io.Writer, ctx context.Context, err error) int {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "lifecircle: cancelled; nothing was changed")
		return exitFailed
	}
	message, hint, status := explain(err)
	fmt.Fprintf(stderr, "lifecircle: %s\n", message)
	if hint != "" {
		fmt.Fprintf(stderr, "hint: %s\n", hint)
	}
	return status
}

// explain takes an error apart. Errors that know what to do next carry a hint; those about the question asked are
// wrong usage.
func explain(err error) (message, hint string, status int) {
	var (
		usage    *usageError
		request  *coverage.RequestError
		noData   *coverage.NoDataError
		tampered *coverage.TamperedError
		file     *data.FileError
		refusal  *table.Refusal
		path     *fs.PathError
		siteless *siting.Error
	)
	switch {
	case errors.As(err, &usage):
		return usage.message, usage.hint, exitUsage
	case errors.As(err, &request):
		return request.InWords().EN, request.Hint.EN, exitUsage
	case errors.As(err, &siteless):
		return err.Error(), siteless.Hint.EN, exitUsage
	case errors.As(err, &noData):
		return noData.InWords().EN, noData.Hint.EN, exitFailed
	case errors.As(err, &tampered):
		return err.Error(), "Import the same files into a new workspace, or compute the result anew.", exitFailed
	case errors.As(err, &file):
		return err.Error(), file.Hint.EN, exitFailed
	case errors.As(err, &refusal) && refusal.Option != "":
		return err.Error(), refusal.Hint.EN, exitUsage
	case errors.As(err, &refusal):
		return err.Error(), refusal.Hint.EN, exitFailed
	case errors.Is(err, syscall.EADDRINUSE):
		return err.Error(), "Stop that program, or take a free port: --addr 127.0.0.1:0", exitFailed
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return path.Path + ": there is no such file", "Check the path.", exitFailed
	}
	return err.Error(), "", exitFailed
}

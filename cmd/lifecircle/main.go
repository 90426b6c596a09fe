// Command lifecircle tells planners who can reach a service in 5, 15 or 30 minutes, who cannot, and why.
//
// The program holds no logic of its own: it reads flags, hands them to the packages that do the work, and writes
// what they answer. Results go to standard output, progress and messages to standard error. It ends with status 0
// when the work is done, 1 when it failed or was cancelled, 2 when the command line was wrong.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	prepareConsole()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// The exit statuses that scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// run is the program without the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	return complain(stderr, ctx, flagGroup(cmd, err))
}

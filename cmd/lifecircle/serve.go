package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"lifecircle/api"
	"lifecircle/data"
	"lifecircle/frontend"
)

const defaultAddress = "127.0.0.1:8080"

// newServe is `lifecircle serve`.
func newServe() *cobra.Command {
	var workspace string
	var s serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the workspace as a map in the browser",
		Long: `Serve the map and the HTTP API of a workspace, and print the address. Open it in a browser; end with
Ctrl-C. There are no accounts: who can connect may look at and import everything.`,
		Example: `  lifecircle serve -w city.gpkg
  lifecircle serve -w city.gpkg --addr 127.0.0.1:0`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			listener, err := s.listen(to)
			if err != nil {
				return err
			}
			w, err := openServed(to, workspace)
			if err != nil {
				return errors.Join(err, listener.Close())
			}
			return errors.Join(s.serve(ctx, to, listener, w, false), w.Close())
		}),
	}
	workspaceFlag(cmd, &workspace)
	s.flags(cmd)
	return cmd
}

// serving holds the flags of a server.
type serving struct {
	address string
	names   list
}

func (s *serving) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.address, "addr", defaultAddress, "`address:port` to listen at; port 0 takes a free one")
	cmd.Flags().Var(&s.names, "host", "further `NAME` by which browsers may call this server, if it does not only serve this computer")
}

// openServed opens a workspace to be served: for reading alone where it cannot be written.
func openServed(to streams, path string) (*data.Workspace, error) {
	w, err := data.Open(path)
	if !errors.Is(err, data.ErrReadOnly) {
		return w, err
	}
	fmt.Fprintf(to.err, "note: %s cannot be written: it is served for reading only\n", path)
	return data.OpenReadOnly(path)
}

// listen takes the port, so that a taken one is known before anything is loaded.
func (s *serving) listen(to streams) (net.Listener, error) {
	host, _, err := net.SplitHostPort(s.address)
	if err != nil {
		return nil, &usageError{fmt.Sprintf("--addr %q: %v", s.address, err), "For example: --addr " + defaultAddress}
	}
	listener, err := net.Listen("tcp", s.address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program listens at %s already: %w", s.address, err)
	case err != nil:
		return nil, &usageError{fmt.Sprintf("--addr %q: %v", s.address, err), "For example: --addr " + defaultAddress}
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		fmt.Fprintln(to.err, "warning: this address can be reached from other computers; there are no accounts, so whoever connects may look at and import everything")
	}
	s.names = append(s.names, host)
	return listener, nil
}

// Time limits of connections. Uploads and streams of events, which take longer, extend them themselves.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second // of a whole request; uploads extend it while they keep coming
	idleTimeout   = 2 * time.Minute
	writeTimeout  = time.Minute
	closeTimeout  = 5 * time.Second
)

// serve answers until the context ends. The listener is closed at the end, the workspace stays open.
func (s *serving) serve(ctx context.Context, to streams, listener net.Listener, w *data.Workspace, isSample bool) (err error) {
	logger := slog.New(slog.NewTextHandler(to.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server, err := api.NewServer(ctx, api.Options{Workspace: w, Frontend: page(to), Sample: isSample, Logger: logger, Hosts: s.names})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	web := &http.Server{
		Handler: server.Handler(), ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, WriteTimeout: writeTimeout,
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	fmt.Fprintf(to.out, "http://%s/\n", reachable(listener.Addr()))
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	err = errors.Join(err, server.Close()) // ends streams of events, for which Shutdown would wait
	if closing := web.Shutdown(limit); closing != nil {
		err = errors.Join(err, web.Close())
	}
	return err
}

// page is the built map, or nil with a note if it was not built into this program.
func page(to streams) fs.FS {
	files, err := frontend.Files()
	if err != nil {
		fmt.Fprintf(to.err, "note: %v\n", err)
		return nil
	}
	return files
}

// reachable is the address to type into a browser on this computer.
func reachable(address net.Addr) string {
	tcp, ok := address.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
	}
	return address.String()
}

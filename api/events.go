package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// eventPause is the least time between two events of progress, heartbeat the longest silence.
const (
	eventPause   = 100 * time.Millisecond
	heartbeat    = 15 * time.Second
	eventTimeout = 10 * time.Second // for the client to take one
)

func (s *Server) registerEvents() {
	op := operation(http.MethodGet, "/jobs/{id}/events", "Jobs", "Follow a job",
		"Server-sent events: progress, each with the job as JSON, and at last end, with the job as it ended.")
	op.Responses["200"] = &huma.Response{Description: "Events until the job has ended.", Content: map[string]*huma.MediaType{
		"text/event-stream": {Schema: &huma.Schema{Type: "string"}}}}
	register(s, op, s.follow)
}

func (s *Server) follow(ctx context.Context, q *JobPath) (*huma.StreamResponse, error) {
	if _, _, found := s.jobs.watch(q.ID); !found {
		return nil, noJob(q.ID)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/event-stream")
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("X-Accel-Buffering", "no") // a proxy in between must pass events on at once
		hc.SetStatus(http.StatusOK)
		stream := &eventStream{humagin.Unwrap(hc).Writer, http.NewResponseController(humagin.Unwrap(hc).Writer)}
		if err := s.stream(ctx, q.ID, stream); err != nil {
			s.log.DebugContext(ctx, "events not taken", "error", err)
		}
	}}, nil
}

// stream sends the job at each change until it has ended, the client has gone or the server stops.
func (s *Server) stream(ctx context.Context, id string, out *eventStream) error {
	silence := time.NewTicker(heartbeat)
	defer silence.Stop()
	for {
		now, changed, found := s.jobs.watch(id)
		if !found || now.ended() {
			return out.send("end", now)
		}
		if err := out.send("progress", now); err != nil {
			return err
		}
		select {
		case <-time.After(eventPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	waiting:
		for {
			select {
			case <-changed:
				break waiting
			case <-silence.C:
				if err := out.comment(); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

// eventStream writes server-sent events.
type eventStream struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (e *eventStream) send(event string, v any) error {
	text, err := json.Marshal(v) // one line
	if err != nil {
		return err
	}
	return e.write(fmt.Sprintf("event: %s\ndata: %s\n\n", event, text))
}

// comment keeps the connection from looking dead.
func (e *eventStream) comment() error { return e.write(":\n\n") }

func (e *eventStream) write(text string) error {
	_ = e.control.SetWriteDeadline(time.Now().Add(eventTimeout)) // where there are no deadlines none need moving
	if _, err := e.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}

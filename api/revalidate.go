package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// ofTown marks operations whose answer depends on the town and the address alone, so that a browser may keep it and
// ask whether it still holds.
const ofTown = "of-town"

type tagKey struct{}

// revalidated answers 304 where the client has the answer already. The tag is that of the town before the answer is
// made: should an import come in between, the answer is newer than its tag and is only fetched once too often.
func (s *Server) revalidated(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().Metadata[ofTown] == nil {
		ctx.SetHeader("Cache-Control", "no-store")
		next(ctx)
		return
	}
	t, err := s.town(ctx.Context())
	if err != nil {
		next(ctx) // which will meet the same error, and tell
		return
	}
	tag := `W/"` + t.revision + `"`
	for held := range strings.SplitSeq(ctx.Header("If-None-Match"), ",") {
		if strings.TrimSpace(held) == tag {
			setTag(ctx, tag)
			ctx.SetStatus(http.StatusNotModified)
			return
		}
	}
	next(huma.WithValue(ctx, tagKey{}, tag))
}

// tagAnswer gives an answer its tag; a problem gets none.
func tagAnswer(ctx huma.Context) {
	if tag := tagOf(ctx.Context()); tag != "" {
		setTag(ctx, tag)
	}
}

func tagOf(ctx context.Context) string {
	tag, _ := ctx.Value(tagKey{}).(string)
	return tag
}

func setTag(ctx huma.Context, tag string) {
	ctx.SetHeader("ETag", tag)
	ctx.SetHeader("Cache-Control", "no-cache") // keep it, but ask
}

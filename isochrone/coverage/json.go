package coverage

import (
	"encoding/json"
	"io"
)

// WriteJSON writes a report as the command line and the HTTP API give it: one line of JSON, byte for byte the same.
func (r *Report) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}

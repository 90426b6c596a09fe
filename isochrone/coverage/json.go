package coverage

import (
	"encoding/json"
	"io"
)

// WriteJSON writes a report as the command line and the HTTP API give it: one line of JSON, byte for byte the same.
func (r *Report) WriteJSON(w io.Writer) error { return writeJSON(w, r) }

// WriteJSON writes a curve in the same way.
func (c *Curve) WriteJSON(w io.Writer) error { return writeJSON(w, c) }

// WriteJSON writes whom each facility serves in the same way.
func (r *ServedReport) WriteJSON(w io.Writer) error { return writeJSON(w, r) }

// WriteJSON writes islands in the same way.
func (i *Islands) WriteJSON(w io.Writer) error { return writeJSON(w, i) }

// WriteJSON writes an answer of another package in the same way.
func WriteJSON(w io.Writer, answer any) error { return writeJSON(w, answer) }

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

package coverage

import (
	"encoding/json"
	"fmt"

	"lifecircle/geo"
)

// WithFormat is a layer that notes in its manifest the format of the file it goes to, such as "geojson". The command
// line and the HTTP API both end with it, so that their files are the same.
func WithFormat(layer geo.Layer, format string) (geo.Layer, error) {
	return amended(layer, func(p *Parameters) { p.Format = format })
}

// WithName is a layer as it is saved under a name, or as it is where there is none.
func WithName(layer geo.Layer, name string) (geo.Layer, error) {
	if name == "" {
		return layer, nil
	}
	layer.Name = name
	return amended(layer, func(p *Parameters) { p.Save = name })
}

// amended is the layer with other parameters in its manifest.
func amended(layer geo.Layer, change func(*Parameters)) (geo.Layer, error) {
	var m Manifest
	if err := json.Unmarshal(layer.Manifest, &m); err != nil {
		return layer, fmt.Errorf("manifest of layer %s: %w", layer.Name, err)
	}
	change(&m.Parameters)
	text, err := json.Marshal(&m)
	layer.Manifest = text
	return layer, err
}

package siting

// Certificate is filled below.
type Certificate struct{}

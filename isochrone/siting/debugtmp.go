package siting

var debugf = func(string, ...any) {}

package siting

func SetDebug(f func(string, ...any)) { debugf = f }

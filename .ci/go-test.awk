# Makes of `go test -v` what a person wants to read: the output of failed tests, the skipped tests with their reason,
# and at the end one line for each package.

/^=== (RUN|CONT|NAME)/ { test = $3; next }
/^=== PAUSE/ { next }

/^ *--- (PASS|FAIL|SKIP): / {
	name = $3
	if ($2 == "FAIL:") print output[name] $0
	if ($2 == "SKIP:") skipped[++skips] = name ": " reason[name]
	delete output[name]
	next
}

/^\?.*\[no test files\]$/ { next }

/^(ok|FAIL|\?) *\t/ || /^\t.*coverage: / {
	if ($1 == "FAIL") for (name in output) printf "%s", output[name]
	delete output
	packages[++count] = $0
	test = ""
	print "done " $2 > "/dev/stderr"
	next
}

/^(PASS|FAIL)$/ { next }
test == "" { print; next }
{
	output[test] = output[test] $0 "\n"
	line = $0
	if (sub(/^ +[A-Za-z0-9_]+\.go:[0-9]+: /, "", line)) reason[test] = line
}

END {
	for (name in output) printf "%s", output[name]
	if (notes != "") {
		while ((getline line < notes) > 0) missing = missing "  " line "\n"
	}
	if (skips || missing != "") print "\nSkipped on this machine:"
	printf "%s", missing
	for (i = 1; i <= skips; i++) print "  " skipped[i]
	print ""
	for (i = 1; i <= count; i++) print packages[i]
}

package standard

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

// Draft is the text of a file with which the next plan can be begun: this standard under another id, title and period,
// its goals assumed until somebody finds them stated, and nobody's confirmations. What the old document is remains in the
// clauses of the checks, which say where their words were found, and in the comments.
func (s *Standard) Draft(id string, title geo.Words, period Period) ([]byte, error) {
	document, err := parseYAML(s.Text)
	if err != nil {
		return nil, err
	}
	root := document.Content[0]
	if root.Style&yaml.FlowStyle != 0 {
		unfold(root, 3)
	}
	for _, key := range []string{"profile", "year", "history", "document", "title", "period", "id"} {
		cutKey(root, key)
	}
	head := mapping("id", scalar(id), "title", mapping("en", scalar(title.EN), "zh", scalar(title.ZH)))
	dates := mapping()
	if period.From != "" {
		dates.Content = append(dates.Content, mapping("from", scalar(period.From)).Content...)
	}
	if period.To != "" {
		dates.Content = append(dates.Content, mapping("to", scalar(period.To)).Content...)
	}
	if len(dates.Content) > 0 {
		head.Content = append(head.Content, mapping("period", dates).Content...)
	}
	comment := "# A draft after " + s.ID + ": every goal is assumed until the next document states it. Check targets, clauses and\n" +
		"# baselines, set goal: stated where the document says so, and add document: {name, number, issuer, date}.\n" +
		"# 依据 " + s.ID + " 起草：各项目标均暂记为 assumed（工具假定），待新文件明确后改为 stated。"
	document.HeadComment = strings.TrimSpace(comment + "\n\n" + document.HeadComment)
	root.Content = slices.Insert(root.Content, 0, head.Content...)
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "checks" {
			for _, check := range root.Content[i+1].Content {
				unsettle(check)
			}
		}
	}
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		return nil, err
	}
	spaced := spacedOut(text.Bytes())
	if _, err := Parse(spaced); err != nil { // an id, a title or a date that cannot be
		return nil, err
	}
	return spaced, nil
}

// unsettle makes the goal of a check assumed, and takes away who confirmed it.
func unsettle(check *yaml.Node) {
	cutKey(check, "confirmed")
	for i := 0; i+1 < len(check.Content); i += 2 {
		if check.Content[i].Value == "goal" {
			check.Content[i+1].Value = string(Assumed)
		}
	}
}

// cutKey takes a key and its value out of a mapping; the comment above it goes to the key after it.
func cutKey(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != key {
			continue
		}
		above := n.Content[i].HeadComment
		n.Content = slices.Delete(n.Content, i, i+2)
		if above != "" && i < len(n.Content) {
			next := n.Content[i]
			next.HeadComment = strings.TrimSpace(above + "\n\n" + next.HeadComment)
		}
		return
	}
}

// unfold makes a mapping of one line, as JSON is, one of a line for each key, and what it holds likewise down to a depth.
func unfold(n *yaml.Node, depth int) {
	n.Style &^= yaml.FlowStyle
	for i, inner := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			inner.Style = 0
		} else if depth > 1 && inner.Kind != yaml.ScalarNode {
			unfold(inner, depth-1)
		}
	}
}

func scalar(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

// mapping is keys and values in turn.
func mapping(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for i := 0; i+1 < len(pairs); i += 2 {
		n.Content = append(n.Content, scalar(pairs[i].(string)), pairs[i+1].(*yaml.Node))
	}
	return n
}

// spacedOut puts an empty line before every top-level key and every check, which the encoder takes away. Lines inside of
// longer texts are further indented, or, of the texts of the head, not after the line "checks:".
func spacedOut(text []byte) []byte {
	var out, comments []string
	inChecks := false
	for _, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "#") && indent(line) <= 2 {
			comments = append(comments, line)
			continue
		}
		top := indent(line) == 0 && line != ""
		if top {
			inChecks = strings.HasPrefix(line, "checks:")
		}
		begins := top && len(comments) > 0 || inChecks && (top || strings.HasPrefix(line, "  - "))
		if begins && len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, "")
		}
		out = append(append(out, comments...), line)
		comments = nil
	}
	return []byte(strings.Join(append(out, comments...), "\n") + "\n")
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

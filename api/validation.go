package api

import (
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"

	"lifecircle/geo"
)

// The framework finds what is wrong with a parameter and says it in English. These are its messages with what they
// mean in Chinese; what stands for a value in them is taken over.
var validations = []struct {
	english *regexp.Regexp
	chinese string // with %s for each value, in the same order
}{
	{message("unknown query parameter"), "无法识别的参数"},
	{message("required %s parameter is missing"), "缺少必需的参数"},
	{message("request body is required"), "缺少请求正文"},
	{message("request body is too large limit=%d bytes"), "请求正文过大，上限为 %s 字节"},
	{message("unexpected property"), "无法识别的项"},
	{message("expected required property %s to be present"), "缺少必需的项 %s"},
	{message(validation.MsgExpectedObject), "应为 JSON 对象"},
	{message("expected at most one value, but received multiple values"), "只能有一个值"},
	{message("invalid integer"), "应为整数"},
	{message("invalid float"), "应为数值"},
	{message("invalid floating value"), "应为数值"},
	{message("invalid boolean"), "应为 true 或 false"},
	{message(validation.MsgExpectedBoolean), "应为 true 或 false"},
	{message(validation.MsgExpectedNumber), "应为数值"},
	{message(validation.MsgExpectedInteger), "应为整数"},
	{message(validation.MsgExpectedString), "应为文字"},
	{message(validation.MsgExpectedArray), "应为一个或多个值"},
	{message(validation.MsgExpectedOneOf), "只能是以下之一：%s"},
	{message(validation.MsgExpectedMinimumNumber), "不得小于 %s"},
	{message(validation.MsgExpectedExclusiveMinimumNumber), "必须大于 %s"},
	{message(validation.MsgExpectedMaximumNumber), "不得大于 %s"},
	{message(validation.MsgExpectedExclusiveMaximumNumber), "必须小于 %s"},
	{message(validation.MsgExpectedMinLength), "长度不得小于 %s"},
	{message(validation.MsgExpectedMaxLength), "长度不得大于 %s"},
	{message(validation.MsgExpectedMinItems), "至少给出 %s 个值"},
	{message(validation.MsgExpectedMaxItems), "最多给出 %s 个值"},
	{message(validation.MsgExpectedBePattern), "格式应为 %s"},
	{message(validation.MsgExpectedMatchPattern), "格式应符合 %s"},
}

// message matches what a format of the framework may give.
func message(format string) *regexp.Regexp {
	pattern := regexp.QuoteMeta(format)
	for _, verb := range []string{"%v", "%s", "%d"} {
		pattern = strings.ReplaceAll(pattern, verb, "(.*)")
	}
	return regexp.MustCompile("(?s)^" + pattern + "$")
}

// validationWords puts a message of the framework into both languages.
func validationWords(english string) geo.Words {
	for _, known := range validations {
		values := known.english.FindStringSubmatch(english)
		if values == nil {
			continue
		}
		chinese := known.chinese
		for _, value := range values[1:] {
			chinese = strings.Replace(chinese, "%s", value, 1)
		}
		return geo.Words{EN: english, ZH: chinese}
	}
	return geo.Say("%s", "不符合要求：%s", english)
}

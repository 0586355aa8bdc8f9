// What a site adds to what is redacted.
#include "alert/redact_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "alert/alert.h"
#include "alert/presentable.h"
#include "alert/redact.h"
#include "base/limits.h"
#include "base/text.h"
#include "support/event_text.h"

namespace ak::alert {
namespace {

std::string hidden(std::string_view secret) {
  return fmt::format("[redacted:{:08x}]", fnv1a(secret) & 0xffffffffU);
}

RedactRules rules(std::vector<std::string> options, const std::vector<std::string>& patterns) {
  RedactRules made;
  for (const std::string& option : options) made.options.push_back(option_name(option));
  for (const std::string& pattern : patterns) {
    made.patterns.push_back(RedactPattern::compile(pattern).value());
  }
  return made;
}

std::string redacted(const RedactRules& made, std::string_view command_line) {
  Redactor redactor(&made);
  redactor.learn(command_line);
  return redactor.redact(command_line);
}

TEST(RedactRules, AddOptions) {
  const RedactRules made = rules({"--my-secret", "PIN", "-k"}, {});
  EXPECT_EQ(redacted(made, "x --my-secret S3cr3t y"), "x --my-secret " + hidden("S3cr3t") + " y");
  EXPECT_EQ(redacted(made, "x --MY-SECRET=S3cr3t"), "x --MY-SECRET=" + hidden("S3cr3t"));
  EXPECT_EQ(redacted(made, "x --pin 1234"), "x --pin " + hidden("1234"));
  EXPECT_EQ(redacted(made, "x -k S3cr3t"), "x -k " + hidden("S3cr3t"));
  EXPECT_EQ(redacted(made, "x --token S3cr3t"), "x --token " + hidden("S3cr3t"));
  EXPECT_EQ(redacted(made, "x --my-secrets S3cr3t"), "x --my-secrets S3cr3t");
  Redactor redactor(&made);
  EXPECT_EQ(redactor.redact(Arguments{"x", "--pin", "12 34"}),
            (Arguments{"x", "--pin", hidden("12 34")}));
}

TEST(RedactRules, AddPatterns) {
  const RedactRules made = rules({}, {"(AKIA[0-9A-Z]{4})", "user:([^@ ]+)@", "(?i)pin is (\\d*)"});
  EXPECT_EQ(redacted(made, "x AKIA1234 AKIA5678"),
            "x " + hidden("AKIA1234") + " " + hidden("AKIA5678"));
  EXPECT_EQ(redacted(made, "curl http://user:p\xff\xc3\xa9@h"),
            "curl http://user:" + hidden("p\xff\xc3\xa9") + "@h");
  EXPECT_EQ(redacted(made, "PIN is 12, pin is , pin is 3"),
            "PIN is " + hidden("12") + ", pin is , pin is " + hidden("3"));
  EXPECT_EQ(redacted(made, "nothing of it"), "nothing of it");
  EXPECT_EQ(redacted(made, ""), "");
}

TEST(RedactRules, WhatAPatternFindsIsHiddenWhereverItOccurs) {
  const RedactRules made = rules({}, {"login=(\\w+)"});
  EXPECT_EQ(redacted(made, "x login=S3cr3t S3cr3t"),
            "x login=" + hidden("S3cr3t") + " " + hidden("S3cr3t"));
}

TEST(RedactRules, PatternsThatCanBeEmptyDoNotHang) {
  EXPECT_EQ(redacted(rules({}, {"(x*)"}), "axxb"), "a" + hidden("xx") + "b");
  EXPECT_EQ(redacted(rules({}, {"a(x)?"}), "aaax"), "aaa" + hidden("x"));
}

TEST(RedactRules, BeyondTheCapOfMatchesTheRestIsHidden) {
  std::string text;
  for (std::size_t i = 0; i < limits::kMaxRedactMatches; ++i) text += "k=1;";
  const RedactRules made = rules({}, {"k=(.)"});
  const auto count = [&](const std::string& line) {
    const std::string shown = redacted(made, line);
    std::size_t found = 0;
    for (std::size_t at = 0; (at = shown.find("[redacted:", at)) != std::string::npos; ++at) {
      ++found;
    }
    return found;
  };
  EXPECT_EQ(count(text), limits::kMaxRedactMatches);
  EXPECT_EQ(redacted(made, text).substr(redacted(made, text).size() - 1), ";");
  EXPECT_EQ(count(text + "k=2;k=3;"), limits::kMaxRedactMatches + 1);
  EXPECT_EQ(redacted(made, text + "k=2;k=3;").back(), ']');
}

TEST(RedactRules, ALongTextIsReadAFewTimesOnly) {
  const std::string text(limits::kMaxRedactReadBytes / 2, 'k');
  Stretches found;
  RedactPattern::compile("(k)").value().find(text, found);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found.back().end, text.size());
}

TEST(RedactPattern, TellsWhatIsWrongWithIt) {
  const std::pair<std::string, std::string> cases[] = {
      {"a(b", "cannot be read: missing ): a(b"},
      {"abc", "has no group"},
      {"(a)(b)", "has 2 groups, not one"},
      {"(a{1000}{1000})", "cannot be read: "},
      {"(" + std::string(limits::kMaxRedactPatternBytes, 'x') + ")", "is longer than 1024 bytes"},
  };
  for (const auto& [pattern, expected] : cases) {
    const auto compiled = RedactPattern::compile(pattern);
    ASSERT_FALSE(compiled) << pattern;
    EXPECT_EQ(compiled.error().message.substr(0, expected.size()), expected);
  }
  const std::string longest(limits::kMaxRedactPatternBytes - 2, 'x');
  EXPECT_TRUE(RedactPattern::compile("(" + longest + ")"));
}

TEST(RedactOption, HasAPlainName) {
  EXPECT_EQ(option_name("--My-Secret"), "my-secret");
  EXPECT_EQ(option_name("-p"), "p");
  EXPECT_EQ(option_name("pin"), "pin");
  for (const char* odd : {"", "--", "--a=b", "a b", "\"a\"", "a\n"}) {
    EXPECT_EQ(option_name(odd), "") << odd;
  }
  EXPECT_NE(option_name(std::string(limits::kMaxRedactOptionBytes, 'x')), "");
  EXPECT_EQ(option_name(std::string(limits::kMaxRedactOptionBytes + 1, 'x')), "");
}

TEST(RedactRules, ApplyToAWholeAlert) {
  FormatOptions options;
  options.redact_more = std::make_shared<const RedactRules>(rules({"--pin"}, {"(AKIA\\w+)"}));
  const Event event = test::event_from_text(
      "process.command_line = x --pin 1234 AKIA12; process.args = x | --pin | 1234 | AKIA12; "
      "process.title = x --pin 1234 AKIA12; process.parent.command_line = sh AKIA34; "
      "process.entry_leader.args = sh | --pin | 5678 | AKIA56");
  const Event shown = presentable(event, options).event;
  for (const auto& [field, value] : shown.fields()) {
    std::string text;
    if (const auto* one = std::get_if<std::string>(value)) text = *one;
    if (const auto* many = std::get_if<Strings>(value)) text = join(*many, " ");
    for (const char* secret : {"1234", "5678", "AKIA"}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace ak::alert

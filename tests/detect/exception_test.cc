// Exceptions: how they are read, for which alerts they hold, and what is said of them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/limits.h"
#include "detect/exception_file.h"
#include "detect/exceptions.h"
#include "support/detect/sequence_run.h"
#include "support/event_text.h"

namespace ak::test {
namespace {

using detect::Exception;
using detect::Exceptions;

struct Read {
  std::vector<Exception> exceptions;
  std::string said;
};

Read read(std::string_view text) {
  Read out;
  DiagnosticList complaints;
  detect::read_exception_file(text, "e.toml", complaints, out.exceptions);
  for (const Diagnostic& diagnostic : complaints.take()) out.said += render(diagnostic);
  return out;
}

// One exception, with these lines instead of its own of the same keys.
std::string exception(const std::string& lines) {
  std::string text = "[[exception]]\n" + lines;
  for (const auto& [key, value] : {std::pair<std::string, std::string>{"detection", "\"rule\""},
                                   {"condition", "'process.name == \"ok\"'"},
                                   {"reason", "\"it is ours\""},
                                   {"author", "\"ops\""}}) {
    if (lines.find(key + " =") == std::string::npos) text += key + " = " + value + "\n";
  }
  return text;
}

Exceptions made_of(const std::string& text) {
  Read out = read(text);
  EXPECT_EQ(out.said, "") << text;
  return Exceptions(std::move(out.exceptions));
}

constexpr TimeMs kLastOfYear = 1798761599999;  // 2026-12-31T23:59:59.999Z

Event event_at(TimeMs time, const std::string& text) {
  Event event = event_from_text(text);
  event.time = time;
  return event;
}

bool excepts(const Exceptions& exceptions, const std::string& event, TimeMs time = 0) {
  return exceptions.find("rule", event_at(time, event), {}) != nullptr;
}

TEST(ExceptionFile, IsReadWithAllItsKeys) {
  const Read out = read(R"([[exception]]
detection = ["a", "b"]
condition = '''
  process.executable == "/usr/local/sbin/provision" and
  file.path : "/root/.kube/*"
'''
reason = "the provisioner writes it"
author = "Ada"
expires = 2026-12-31
[[exception]]
detection = "*"
condition = 'process.name == "x"'
reason = "r"
author = "a"
expires = "2027-02-28"
)");
  EXPECT_EQ(out.said, "");
  ASSERT_EQ(out.exceptions.size(), 2U);
  EXPECT_EQ(out.exceptions[0].detections, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(out.exceptions[0].reason, "the provisioner writes it");
  EXPECT_EQ(out.exceptions[0].author, "Ada");
  EXPECT_EQ(out.exceptions[0].end, kLastOfYear + 1);
  EXPECT_EQ(out.exceptions[0].detection_place.line, 2U);
  EXPECT_EQ(out.exceptions[1].end, 1803859200000);  // 2027-03-01
}

TEST(ExceptionFile, ComplainsWhereTheMistakeIs) {
  const std::pair<std::string, std::string_view> cases[] = {
      {"[[exception]]\n", "e.toml:1:1: error[E103]: [exception] has no \"detection\""},
      {"[[exception]]\n", "error[E103]: [exception] has no \"condition\""},
      {"[[exception]]\n", "error[E103]: [exception] has no \"reason\""},
      {"[[exception]]\n", "error[E103]: [exception] has no \"author\""},
      {exception("reason = \" \\n\"\n"), "e.toml:2:10: error[E140]: \"exception.reason\" is empty"},
      {exception("author = \"\"\n"), "e.toml:2:10: error[E140]: \"exception.author\" is empty"},
      {exception("author = 1\n"), "e.toml:2:10: error[E102]"},
      {exception("detection = []\n"), "e.toml:2:13: error[E140]"},
      {exception("detection = [\"a\", \"\"]\n"), "e.toml:2:13: error[E140]"},
      {exception("detection = [\"a\", 1]\n"), "e.toml:2:19: error[E102]"},
      {exception("detection = true\n"), "e.toml:2:13: error[E102]"},
      {exception("condition = 'process.nme == \"x\"'\n"), "e.toml:2:14: error[E041]"},
      {exception("condition = 'process.nme == \"x\"'\n"),
       "    2 | condition = 'process.nme == \"x\"'\n      |              ^^^^^^^^^^^\n"},
      {exception("condition = ''\n"), "e.toml:2:14: error[E0"},
      {exception("condition = '''\nprocess.name == \"a\" and\n  process.pid = 1'''\n"),
       "e.toml:4:15: error["},
      {exception("condition = 'true | head 1'\n"), "e.toml:2:13: error[E141]"},
      {exception("condition = 7\n"), "e.toml:2:13: error[E102]"},
      {exception("expires = 2026-12-31T00:00:00Z\n"), "e.toml:2:11: error[E142]"},
      {exception("expires = \"2026-02-30\"\n"), "e.toml:2:11: error[E142]"},
      {exception("expires = \"2026-2-3\"\n"), "e.toml:2:11: error[E142]"},
      {exception("expires = \"soon\"\n"), "e.toml:2:11: error[E142]"},
      {exception("expires = 20261231\n"), "e.toml:2:11: error[E142]"},
      {exception("expire = 2026-12-31\n"), "did you mean \"expires\"?"},
      {"[exception]\n", "error[E102]: \"exception\" must be an array, not a table"},
      {"exceptions = []\n", "e.toml:1:1: error[E106]: unknown key \"exceptions\""},
      {"[[exception]\n", "error[E101]"},
  };
  for (const auto& [text, expected] : cases) {
    const Read out = read(text);
    EXPECT_NE(out.said.find(expected), std::string::npos) << text << "---\n" << out.said;
    EXPECT_TRUE(out.exceptions.empty()) << text;
  }
}

TEST(ExceptionFile, OfOneWrongExceptionTheOthersStay) {
  const Read out = read(exception("reason = \"\"\n") + exception(""));
  EXPECT_EQ(out.exceptions.size(), 1U);
}

TEST(ExceptionFile, WarnsAboutAFieldThatNeverComesAndKeepsTheException) {
  const Read out = read(exception("condition = 'process.hash.sha256 == \"x\"'\n"));
  EXPECT_NE(out.said.find("e.toml:2:14: warning[W"), std::string::npos) << out.said;
  EXPECT_EQ(out.exceptions.size(), 1U);
}

TEST(ExceptionFile, HasACap) {
  std::string text;
  for (std::size_t i = 0; i < limits::kMaxExceptions; ++i) {
    text += "[[exception]]\ndetection='r'\ncondition='true'\nreason='r'\nauthor='a'\n";
  }
  Read out = read(text);
  EXPECT_EQ(out.said, "");
  EXPECT_EQ(out.exceptions.size(), limits::kMaxExceptions);
  out = read(text + exception(""));
  EXPECT_NE(out.said.find("error[E143]"), std::string::npos);
  EXPECT_EQ(out.exceptions.size(), limits::kMaxExceptions);
}

TEST(Exceptions, HoldForTheirDetectionsAndCondition) {
  struct Case {
    std::string detection;
    const char* event;
    bool is_excepted;
  };
  const Case cases[] = {
      {"\"rule\"", "event.category = file; process.name = ok", true},
      {"\"rule\"", "event.category = process; process.name = ok", true},
      {"\"rule\"", "process.name = ok", true},
      {"\"rule\"", "event.category = file; process.name = other", false},
      {"\"rule\"", "event.category = file", false},
      {"\"Rule\"", "event.category = file; process.name = ok", false},
      {"\"other\"", "event.category = file; process.name = ok", false},
      {"[\"other\", \"rule\"]", "event.category = file; process.name = ok", true},
      {"\"*\"", "event.category = file; process.name = ok", true},
      {"[\"other\", \"*\"]", "event.category = file; process.name = ok", true},
  };
  for (const Case& c : cases) {
    const Exceptions exceptions = made_of(exception("detection = " + c.detection + "\n"));
    EXPECT_EQ(excepts(exceptions, c.event), c.is_excepted) << c.detection << " " << c.event;
  }
  EXPECT_FALSE(excepts(Exceptions(), "process.name = ok"));
}

TEST(Exceptions, HoldForASequenceIfTheyHoldForAnyOfItsEvents) {
  const Exceptions exceptions = made_of(exception(""));
  const auto ok = std::make_shared<const Event>(event_from_text("process.name = ok"));
  const auto other = std::make_shared<const Event>(event_from_text("process.name = other"));
  EXPECT_NE(exceptions.find("rule", *other, {ok, other}), nullptr);
  EXPECT_NE(exceptions.find("rule", *ok, {other, ok}), nullptr);
  EXPECT_EQ(exceptions.find("rule", *other, {other, other}), nullptr);
}

TEST(Exceptions, ApplyThroughTheirLastDayByTheEventsTime) {
  const Exceptions exceptions = made_of(exception("expires = 2026-12-31\n"));
  EXPECT_TRUE(excepts(exceptions, "process.name = ok", kLastOfYear));
  EXPECT_FALSE(excepts(exceptions, "process.name = ok", kLastOfYear + 1));
  EXPECT_EQ(exceptions.of("rule", kLastOfYear).size(), 1U);
  EXPECT_EQ(exceptions.of("rule", kLastOfYear + 1).size(), 0U);
  EXPECT_EQ(exceptions.of("other", kLastOfYear).size(), 0U);
}

TEST(Exceptions, OfWhichOneExpiredLeaveTheWorkToTheOthers) {
  const Exceptions exceptions = made_of(exception("expires = 2026-12-31\n") + exception(""));
  const Event event = event_at(kLastOfYear + 1, "process.name = ok");
  ASSERT_NE(exceptions.find("rule", event, {}), nullptr);
  EXPECT_FALSE(exceptions.find("rule", event, {})->end);
}

std::string said(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += render(diagnostic);
  return text;
}

TEST(Exceptions, WarnOfTheirEnd) {
  constexpr TimeMs kDayMs = 86'400'000;
  const Exceptions exceptions = made_of(exception("expires = 2026-12-31\n") + exception(""));
  const TimeMs end = kLastOfYear + 1;
  EXPECT_EQ(said(exceptions.expiry_warnings(end, true)),
            "e.toml:2:11: warning[W140]: the exception expired after 2026-12-31 and does not "
            "apply\n"
            "    2 | expires = 2026-12-31\n"
            "      |           ^^^^^^^^^^\n"
            "      = hint: remove it, or look at its reason again and give it a new date\n");
  EXPECT_EQ(said(exceptions.expiry_warnings(end, false)),
            said(exceptions.expiry_warnings(end, true)));
  EXPECT_NE(said(exceptions.expiry_warnings(end - 1, true))
                .find("W141]: the exception expires in "
                      "0 days"),
            std::string::npos);
  EXPECT_EQ(exceptions.expiry_warnings(end - 14 * kDayMs, true).size(), 1U);
  EXPECT_EQ(exceptions.expiry_warnings(end - 14 * kDayMs - 1, true).size(), 0U);
  EXPECT_EQ(exceptions.expiry_warnings(end - 1, false).size(), 0U);
}

TEST(Exceptions, WarnOfDetectionsThatAreNotThere) {
  detect::RuleSet rules = *rules_of("any where true", "rule-one");
  rules.skipped.push_back({"rule-two", "f", "disabled"});
  const auto warnings = [&](const std::string& detection) {
    return said(made_of(exception("detection = " + detection + "\n")).unknown_detections(rules));
  };
  EXPECT_EQ(warnings("[\"rule-one\", \"rule-two\", \"*\"]"), "");
  EXPECT_EQ(warnings("\"rule-noe\""),
            "e.toml:2:13: warning[W142]: there is no detection \"rule-noe\" to except from\n"
            "    2 | detection = \"rule-noe\"\n"
            "      |             ^^^^^^^^^^\n"
            "      = hint: did you mean \"rule-one\"?\n");
}

}  // namespace
}  // namespace ak::test

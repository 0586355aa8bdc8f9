#include "alert/alert.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "alert/presentable.h"
#include "base/limits.h"
#include "detect/rule_file.h"
#include "support/event_text.h"

namespace ak::alert {
namespace {

constexpr std::string_view kRule = R"(
[rule]
name = "Test Rule"
description = "What it is for."
rule_id = "7b1a9a0e-2c0f-4a0c-9d5e-7a1f6c1b2e94"
type = "eql"
severity = "high"
risk_score = 73
query = "any where true"
references = ["https://example.org/a", "https://example.org/b"]
tags = ["OS: Linux"]
[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1552"
name = "Unsecured Credentials"
reference = "https://attack.mitre.org/techniques/T1552/"
[[rule.threat.technique.subtechnique]]
id = "T1552.001"
name = "Credentials In Files"
reference = "https://attack.mitre.org/techniques/T1552/001/"
[rule.threat.tactic]
id = "TA0006"
name = "Credential Access"
reference = "https://attack.mitre.org/tactics/TA0006/"
[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1078"
name = "Valid Accounts"
reference = "https://attack.mitre.org/techniques/T1078/"
[[rule.threat.technique]]
id = "T1552"
name = "Unsecured Credentials"
reference = "https://attack.mitre.org/techniques/T1552/"
[rule.threat.tactic]
id = "TA0003"
name = "Persistence"
reference = "https://attack.mitre.org/tactics/TA0003/"
)";

constexpr std::string_view kKubectl = R"(@timestamp = 1795354251123
event.id = 1795354251.123:42
event.kind = event
event.category = process
event.type = start
event.action = exec | executed
event.outcome = success
host.name = worker-1
process.pid = 4711
process.name = kubectl
process.executable = /usr/local/bin/kubectl
process.args = kubectl | --as=x | --token | s3cr3t-t0ken | get | pods
process.args_count = 6
process.command_line = kubectl --as=x --token s3cr3t-t0ken get pods
process.title = kubectl --as=x --token s3cr3t-t0ken get pods
process.working_directory = /root
process.parent.pid = 4000
process.parent.name = bash
process.parent.executable = /usr/bin/bash
process.parent.args = bash | -c | kubectl --as=x --token s3cr3t-t0ken get pods
process.parent.command_line = bash -c kubectl --as=x --token s3cr3t-t0ken get pods
user.id = 0
user.name = root
user.audit.id = 1000
user.audit.name = alice
auditd.session = 3
auditd.keys = audisp-kube-kubectl
)";

constexpr std::string_view kFile = R"(event.category = file
event.type = change
event.action = rename | renamed
process.pid = 7
process.name = mv
process.parent.name = bash
user.id = 0
user.name = root
file.path = /root/.kube/config
file.Ext.original.path = /root/stolen
)";

// Alert number 7, created 1.5 s after its event.
Alert alert_on(Event event) {
  DiagnosticList complaints;
  auto set = std::make_shared<detect::RuleSet>();
  set->rules.push_back(
      *detect::read_rule_file(kRule, "test-rule", "test-rule.toml", complaints).rule);
  Alert alert;
  alert.rule = &set->rules.front();
  alert.rules = std::move(set);
  event.time = 1795354251123;
  alert.event = std::move(event);
  alert.sequence = 7;
  alert.created = 1795354252623;
  return alert;
}

Alert alert_on(const std::string& event) {
  return alert_on(test::event_from_text(event));
}
Alert alert_on(std::string_view event, const std::string& changes) {
  return alert_on(std::string(event) + changes);
}

// Compares with tests/alert/NAME; AK_REWRITE_GOLDEN=1 writes it anew.
void expect_golden(const std::string& actual, const std::string& name) {
  const std::string path = std::string(AK_SOURCE_DIR) + "/tests/alert/" + name;
  if (std::getenv("AK_REWRITE_GOLDEN") != nullptr) std::ofstream(path) << actual;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(actual, expected.str());
}

rapidjson::Document parsed(const std::string& json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  EXPECT_FALSE(document.HasParseError()) << json;
  EXPECT_EQ(json.find('\n'), std::string::npos);
  return document;
}

TEST(AlertJson, IsTheWholeAlert) {
  expect_golden(to_json(alert_on(std::string(kKubectl)), {}) + "\n", "kubectl.json");
  expect_golden(to_json(alert_on(std::string(kFile)), {}) + "\n", "file.json");
}

TEST(AlertJson, MarksThoseOfBuildingBlocks) {
  constexpr const char* kMark = R"("kibana":{"alert":{"building_block_type":"default"}})";
  Alert alert = alert_on(std::string(kFile));
  EXPECT_EQ(to_json(alert, {}).find(kMark), std::string::npos);
  auto set = std::make_shared<detect::RuleSet>(*alert.rules);
  set->rules.front().is_building_block = true;
  alert.rule = &set->rules.front();
  alert.rules = std::move(set);
  EXPECT_NE(to_json(alert, {}).find(kMark), std::string::npos);
}

TEST(AlertText, IsTheWholeAlert) {
  expect_golden(to_text(alert_on(std::string(kKubectl)), {}), "kubectl.txt");
  expect_golden(to_text(alert_on(std::string(kFile)), {}), "file.txt");
}

TEST(AlertText, NamesTheEffectiveUserOnlyIfItIsAnother) {
  EXPECT_NE(to_text(alert_on(kFile, "user.effective.id = 5"), {})
                .find("    user      root (0), effective uid 5\n"),
            std::string::npos);
  EXPECT_NE(to_text(alert_on(kFile, "user.effective.id = 0; user.effective.name = root"), {})
                .find("    user      root (0)\n"),
            std::string::npos);
}

TEST(AlertSummary, SaysWhatHappened) {
  struct Case {
    std::string_view event;
    std::string changes;
    std::string expected;
  };
  const Case cases[] = {
      {kKubectl, "process.command_line = kubectl --as=x",
       "Test Rule: root (logged in as alice) ran \"kubectl --as=x\", parent bash"},
      {kKubectl, "process.command_line =; user.audit.name = root; process.parent.name = x.sh",
       "Test Rule: root ran \"kubectl\", parent x.sh"},
      {kFile, "", "Test Rule: root renamed /root/stolen to /root/.kube/config with mv"},
      {kFile, "event.action = modification; user.name =",
       "Test Rule: uid 0 changed /root/.kube/config with mv"},
      {kFile, "event.action = creation; event.type = creation; process.name =",
       "Test Rule: root created /root/.kube/config with an unknown program"},
      {kFile, "event.action = deletion; event.type = deletion; user.name =; user.id =",
       "Test Rule: an unknown user deleted /root/.kube/config with mv"},
      {kFile, "event.action = open; event.type = access",
       "Test Rule: root opened /root/.kube/config with mv"},
      {kFile, "event.action = changed-file-permissions-of",
       "Test Rule: root changed the permissions of /root/.kube/config with mv"},
      {kFile, "event.action = changed-file-ownership-of",
       "Test Rule: root changed the owner of /root/.kube/config with mv"},
      {kFile, "event.action = changed-file-attributes-of",
       "Test Rule: root changed the attributes of /root/.kube/config with mv"},
      {kFile, "event.action = mounted",
       "Test Rule: root laid a mount over /root/.kube/config with mv"},
      {kFile, "event.action = creation | linked; event.type = creation",
       "Test Rule: root linked /root/.kube/config to /root/stolen with mv"},
      {kFile, "event.category = attempt; event.action = modification",
       "Test Rule: root changed /root/.kube/config with mv (an attempt that failed)"},
      {kFile, "event.category = network; event.action = connected-to; file.path =",
       "Test Rule: root: connected-to by mv"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(summary(alert_on(c.event, c.changes), {}), c.expected);
  }
}

TEST(AlertSummary, SaysThatTheParentIsUnknown) {
  const Alert alert = alert_on(kKubectl, "process.parent.name =");
  EXPECT_NE(summary(alert, {}).find("parent unknown"), std::string::npos);
  const auto document = parsed(to_json(alert, {}));
  EXPECT_STREQ(document["tags"][document["tags"].Size() - 1].GetString(), "parent-unknown");
  EXPECT_NE(to_text(alert, {}).find("\n    parent    unknown"), std::string::npos);

  for (const std::string_view event : {kKubectl, kFile}) {  // known, or no process start
    EXPECT_EQ(to_json(alert_on(std::string(event)), {}).find("parent-unknown"), std::string::npos);
  }
  EXPECT_EQ(to_json(alert_on(kFile, "process.parent.name ="), {}).find("parent-unknown"),
            std::string::npos);
}

TEST(Alert, RedactsUnlessToldOtherwise) {
  const Alert alert = alert_on(std::string(kKubectl));
  for (const std::string& form : {to_json(alert, {}), to_text(alert, {}), summary(alert, {})}) {
    EXPECT_EQ(form.find("s3cr3t"), std::string::npos) << form;
    EXPECT_NE(form.find("[redacted:"), std::string::npos) << form;
  }
  FormatOptions plain;
  plain.redact = false;
  for (const std::string& form :
       {to_json(alert, plain), to_text(alert, plain), summary(alert, plain)}) {
    EXPECT_NE(form.find("s3cr3t"), std::string::npos) << form;
  }
}

TEST(Alert, DoesNotLetATokenHideThePathThatWasTouched) {
  const Alert alert =
      alert_on(kFile,
               "process.args = tee | --token=/root/.kube/config | /root/.kube/config\n"
               "process.command_line = tee --token=/root/.kube/config /root/.kube/config");
  const auto document = parsed(to_json(alert, {}));
  EXPECT_STREQ(document["file"]["path"].GetString(), "/root/.kube/config");
}

// Bytes that would end a string, a line or a terminal's patience.
const std::string kHostile[] = {
    "\",\"event\":{\"kind\":\"event\"},\"x\":\"",
    "a\nb\r\n{\"message\":\"forged\"}",
    "\x1b[2J\x1b]0;owned\x07",
    std::string("nul\0nul", 7),
    "\xff\xfe\xc3\x28 \xed\xa0\x80",
    "\xc2\x9b[31m \xe2\x80\xa8 \xf0\x9f\x98\x80",
    "\\u0000 \\\" \\",
    "{} {0} %s %n ${HOME}",
};

Event hostile_event(const std::string& bytes) {
  Event event = test::event_from_text(kKubectl);
  for (const Field field :
       {Field::process_name, Field::process_title, Field::process_command_line,
        Field::process_parent_name, Field::process_working_directory, Field::user_name,
        Field::file_path, Field::file_original_path, Field::host_name}) {
    event.set(field, bytes);
  }
  event.set(Field::process_args, Strings{bytes, bytes});
  event.set(Field::auditd_keys, Strings{bytes});
  return event;
}

TEST(AlertJson, CannotBeEndedOrForgedByAValue) {
  for (const std::string& bytes : kHostile) {
    const auto document = parsed(to_json(alert_on(hostile_event(bytes)), {}));
    EXPECT_STREQ(document["event"]["kind"].GetString(), "alert");
    EXPECT_STREQ(document["rule"]["id"].GetString(), "test-rule");
    EXPECT_EQ(document["process"]["args"].Size(), 2U);
    EXPECT_EQ(std::string_view(document["message"].GetString()).find_first_of("\n\r\x1b"),
              std::string_view::npos);
  }
}

TEST(AlertJson, ShowsInvalidUtf8AsReplacementCharacters) {
  Event event = test::event_from_text(kFile);
  event.set(Field::file_path, std::string("/etc/\xff\xfe"));
  const auto document = parsed(to_json(alert_on(event), {}));
  EXPECT_STREQ(document["file"]["path"].GetString(), "/etc/\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(AlertText, HoldsNothingButPrintableTextAndItsOwnNewlines) {
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  const auto expected = lines(to_text(alert_on(hostile_event("x")), {}));
  for (const std::string& bytes : kHostile) {
    const std::string text = to_text(alert_on(hostile_event(bytes)), {});
    EXPECT_EQ(lines(text), expected);
    for (const char c : text) {
      EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << text;
    }
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
  }
}

bool is_cut(const Alert& alert) {
  bool truncated = false;
  const auto document = parsed(to_json(alert, {}, &truncated));
  EXPECT_EQ(document.HasMember("labels"), truncated);
  return truncated;
}

TEST(AlertCut, CutsATextOneByteOverTheCap) {
  Event event = test::event_from_text(kFile);
  event.set(Field::file_path, "/" + std::string(limits::kMaxAlertValueBytes - 1, 'x'));
  EXPECT_FALSE(is_cut(alert_on(event)));

  event.set(Field::file_path, "/" + std::string(limits::kMaxAlertValueBytes, 'x') + "end");
  const auto document = parsed(to_json(alert_on(event), {}));
  const std::string path = document["file"]["path"].GetString();
  EXPECT_LE(path.size(), limits::kMaxAlertValueBytes);
  EXPECT_NE(path.find(" bytes left out…] "), std::string::npos);
  EXPECT_EQ(path.substr(path.size() - 4), "xend");
  EXPECT_EQ(document["labels"]["truncated"].Size(), 1U);
  EXPECT_STREQ(document["labels"]["truncated"][0].GetString(), "file.path");
}

TEST(AlertCut, CutsAListOneElementOverTheCapAndKeepsItsEnd) {
  Event event = test::event_from_text(kKubectl);
  event.set(Field::process_args, Strings(limits::kMaxAlertArgs, "a"));
  EXPECT_FALSE(is_cut(alert_on(event)));

  Strings args(limits::kMaxAlertArgs, "a");
  args.emplace_back("--as=x");
  event.set(Field::process_args, args);
  EXPECT_TRUE(is_cut(alert_on(event)));
  const Presentable shown = presentable(event, {});
  const Strings& kept = *shown.event.strings(Field::process_args);
  EXPECT_EQ(kept.size(), limits::kMaxAlertArgs);
  EXPECT_EQ(kept.back(), "--as=x");
  EXPECT_EQ(std::count(kept.begin(), kept.end(), "[…2 values left out…]"), 1);
}

TEST(AlertCut, CutsAListOneByteOverTheCap) {
  Event event = test::event_from_text(kKubectl);
  Strings args(16, std::string(limits::kMaxAlertArgsBytes / 16, 'a'));
  event.set(Field::process_args, args);
  EXPECT_FALSE(is_cut(alert_on(event)));

  args.emplace_back("b");
  event.set(Field::process_args, args);
  EXPECT_TRUE(is_cut(alert_on(event)));
  const Strings kept = *presentable(event, {}).event.strings(Field::process_args);
  EXPECT_EQ(kept.back(), "b");
}

TEST(AlertCut, BoundsTheWholeAlert) {
  Event event = test::event_from_text(kKubectl);
  event.set(Field::process_args, Strings(3000, std::string(1000, '\x01')));
  event.set(Field::process_command_line, std::string(3000000, '\x01'));
  EXPECT_LT(to_json(alert_on(event), {}).size(), 1024U * 1024U);
}

TEST(AlertCut, DoesNotCutWithinACharacter) {
  std::string euros;
  for (int i = 0; i < 100; ++i) euros += "€";
  for (std::size_t size = 64; size < 100; ++size) {
    const std::string cut = cut_text(euros, size);
    EXPECT_LE(cut.size(), size);
    EXPECT_EQ(parsed("\"" + cut + "\"").GetType(), rapidjson::kStringType);
  }
}

TEST(AlertCut, RedactsACredentialThatTheCutWouldHaveSplit) {
  const std::string secret(limits::kMaxAlertValueBytes, 's');
  Event event = test::event_from_text(kKubectl);
  event.set(Field::process_args, Strings{"kubectl", "--token=" + secret});
  event.set(Field::process_command_line, "kubectl --token=" + secret);
  EXPECT_EQ(to_json(alert_on(event), {}).find("ssss"), std::string::npos);
}

}  // namespace
}  // namespace ak::alert

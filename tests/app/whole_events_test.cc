// Nothing of a record is lost: each field of each record of each recording, read here in the
// simplest way there is, is somewhere in the JSON that `audisp-kube events` has for its event.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/recordings.h"
#include "event/event_json.h"
#include "support/audit_text.h"

namespace ak::test {
namespace {

struct Line {
  std::string event;  // host and event.id
  std::string type;
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<std::string> words;  // what is no NAME=VALUE
};

std::string between(const std::string& text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string::npos) return "";
  const std::size_t end = text.find(after, begin + before.size());
  return text.substr(begin + before.size(), end - begin - before.size());
}

Line read_line(const std::string& text) {
  Line line;
  line.type = between(text, "type=", " ");
  const std::string node = text.rfind("node=", 0) == 0 ? between(text, "node=", " ") : "";
  line.event = node + " " + between(text, "msg=audit(", ")");
  std::string body = text.substr(std::min(text.find("):") + 2, text.size()));
  body.resize(std::min(body.find("SADDR={"), body.size()));  // what auditd makes of saddr=
  if (line.type == "CONFIG_CHANGE") {  // the kernel writes ses=4op=remove_rule
    const std::size_t joined = body.find("op=");
    if (joined > 0 && joined != std::string::npos) body.insert(joined, " ");
  }
  std::replace(body.begin(), body.end(), '\x1D', ' ');
  std::string word;
  bool is_quoted = false;
  for (const char c : body + " ") {
    if (c == '"') is_quoted = !is_quoted;
    if (c != ' ' || is_quoted) {
      word += c;
      continue;
    }
    if (word.rfind("msg='", 0) == 0) word.erase(0, 5);
    if (!word.empty() && word.back() == '\'') word.pop_back();
    const std::size_t equals = word.find('=');
    if (equals != std::string::npos) {
      line.fields.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    } else if (!word.empty()) {
      line.words.push_back(word);
    }
    word.clear();
  }
  return line;
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

// What a value may stand for, by its looks alone.
std::vector<std::string> meanings(const std::string& value) {
  if (value.size() > 1 && value.front() == '"') return {value.substr(1, value.size() - 2)};
  std::vector<std::string> found{value};
  const bool is_hex =
      value.size() % 2 == 0 && value.find_first_not_of("0123456789ABCDEF") == std::string::npos;
  if (!is_hex || value.empty()) return found;
  std::string decoded = from_hex(value);
  found.push_back(decoded);
  std::replace(decoded.begin(), decoded.end(), '\0', ' ');
  found.push_back(decoded);
  return found;
}

bool is_argument(const Line& line, const std::string& name) {
  return line.type == "EXECVE" && name.size() > 1 && name[0] == 'a' &&
         std::isdigit(static_cast<unsigned char>(name[1])) != 0;
}

// Told in other words: outcomes, the names of syscalls, errors and architectures, what says that
// there is nothing; and the parts of arguments, which may begin within a letter (argv_test.cc).
bool is_told_otherwise(const Line& line, const std::string& name, const std::string& value) {
  if (value == "(null)" || value.empty()) return true;
  if (is_argument(line, name) && name.find_first_of("_[") != std::string::npos) return true;
  for (const std::string_view told : {"success", "res", "syscall", "arch", "SYSCALL", "ARCH"}) {
    if (name == told) return true;
  }
  return name == "exit" && value[0] == '-';
}

bool has(const std::string& json, const std::string& text, bool in_part) {
  const std::string escaped = json_escaped(text);
  if (in_part) return json.find(escaped) != std::string::npos;
  return json.find("\"" + escaped + "\"") != std::string::npos ||
         json.find(":" + escaped + ",") != std::string::npos ||
         json.find(":" + escaped + "}") != std::string::npos;
}

bool is_told(const std::string& json, const std::string& name, const std::string& value) {
  // Several keys, and the name of a program that has been deleted, are told in part.
  const bool in_part = name == "exe" || name == "key";
  for (std::string text : meanings(value)) {
    if (name == "key") text = text.substr(0, text.find('\x01'));
    if (has(json, text, in_part)) return true;
  }
  return false;
}

// The JSON of all events, by host and event.id.
std::map<std::string, std::string> jsons_of(const std::string& log) {
  std::map<std::string, std::string> jsons;
  Counters counters;
  app::Pipeline pipeline({.with_extra = true}, counters);
  pipeline.on_event([&](const Event& event) {
    EcsDocument document;
    document.add(event);
    if (event.extra) document.add(*event.extra);
    jsons[std::string(event.string(Field::host_name)) + " " +
          std::string(event.string(Field::event_id))] += document.text();
  });
  pipeline.feed(log);
  pipeline.end_source();
  pipeline.finish();
  EXPECT_EQ(counters.late_records, 0U);
  EXPECT_EQ(counters.dropped_records, 0U);
  return jsons;
}

TEST(WholeEvents, LoseNoFieldOfAnyRecording) {
  std::size_t checked = 0;
  for (const char* folder : {AK_TEST_DATA_DIR, AK_TEST_DATA_DIR "/fidelity"}) {
    for (const std::string& path : test::recordings(folder)) {
      const std::string log = read_text(path);
      auto jsons = jsons_of(log);
      for (const std::string& text : split_lines(log)) {
        const Line line = read_line(text);
        if (line.type == "EOE") continue;
        const std::string& json = jsons[line.event];
        for (const auto& [name, value] : line.fields) {
          if (is_told_otherwise(line, name, value)) continue;
          ASSERT_TRUE(is_told(json, name, value)) << path << ": " << name << "=" << value << "\n"
                                                  << text << "\n"
                                                  << json;
          ++checked;
        }
        EXPECT_TRUE(line.words.empty()) << path << ": " << text;
      }
    }
  }
  EXPECT_GT(checked, 100000U);
}

// Records of other kinds than the recordings have, as kernels and programs write them.
TEST(WholeEvents, LoseNoWordOfOddRecords) {
  const std::string head = " msg=audit(1.000:";
  const std::vector<std::string> bodies = {
      "AVC): apparmor=\"DENIED\" operation=\"open\" info=\"Failed name lookup - deleted entry\" "
      "error=-2 profile=\"p\" name=\"/x\" pid=1 comm=\"a b\"",
      "ANOM_ABEND): auid=0 uid=48 gid=48 ses=1 pid=2 comm=\"httpd\" reason=\"memory violation\" "
      "sig=11",
      "USER_CMD): pid=1 uid=0 msg='cwd=\"/root\" cmd=6C73202F terminal=pts/0 res=success'",
      "SOCKADDR): saddr=100000000000000000000000",
      "TTY): tty pid=5 uid=0 auid=0 ses=1 major=136 minor=0 comm=\"bash\" data=6C730D",
      "NETFILTER_CFG): table=filter:2 family=2 entries=5 op=nft_register_chain pid=3 comm=\"nft\"",
      "KERNEL): state=initialized audit_enabled=0 res=1",
      "KERNEL): initialized",
      "USER_AVC): pid=1 uid=0 auid=4294967295 msg='avc:  denied  { start } for auid=1007 uid=1008 "
      "path=\"/x\" scontext=a tcontext=b tclass=service exe=\"/bin/s\" terminal=?'",
      "TRUSTED_APP): pid=1 uid=0 msg='text=hello there'",
      "SELINUX_ERR): op=x security_compute_sid:  invalid context a:b:c",
  };
  int serial = 0;
  for (const std::string& body : bodies) {
    const std::size_t end = body.find("):");
    const std::string text =
        "type=" + body.substr(0, end) + head + std::to_string(++serial) + body.substr(end);
    const Line line = read_line(text);
    auto jsons = jsons_of(text + "\n");
    for (const auto& [name, value] : line.fields) {
      if (is_told_otherwise(line, name, value)) continue;
      EXPECT_TRUE(is_told(jsons[line.event], name, value)) << name << " of " << text << "\n"
                                                           << jsons[line.event];
    }
    for (const std::string& word : line.words) {
      if (word == "{" || word == "}" || word == "for" || word == "avc:") continue;
      EXPECT_TRUE(has(jsons[line.event], word, true)) << word << " of " << text;
    }
  }
}

}  // namespace
}  // namespace ak::test

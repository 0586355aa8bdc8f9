#include "app/pipeline.h"

#include <gtest/gtest.h>

#include <string>

#include "app/program.h"
#include "app/recordings.h"

namespace ak::app {
namespace {

using test::read_text;
using test::recording_path;

std::string call(const char* number) {
  return std::string("type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=") + number +
         " success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=5 auid=0 uid=0 gid=0 euid=0 "
         "suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm=\"x\" exe=\"/bin/x\" "
         "key=(null)\ntype=EOE msg=audit(1.000:1): \n";
}

// The records of one event of a recording.
std::string event_of(const std::string& recording, const std::string& serial) {
  std::string records;
  for (const std::string& line : test::split_lines(read_text(recording_path(recording)))) {
    if (line.find(":" + serial + "): ") != std::string::npos) records += line + "\n";
  }
  return records;
}

// The watched files are looked at again then.
TEST(Pipeline, TellsThatNamesMayBeOtherFilesNow) {
  const struct {
    std::string what;
    std::string log;
    bool places_changed;
    bool rules_changed;
  } cases[] = {
      {"mounts", read_text(recording_path("mounted-over")), true, false},
      {"umount2(2)", call("166"), true, false},
      {"what may be an exchange", read_text(recording_path("fidelity/path-exchanged-alike")), true,
       false},
      {"a rule is loaded", event_of("fidelity/path-dirfd-rules-seen", "34405"), false, true},
      {"a rule is refused", event_of("fidelity/path-dirfd-rules-seen", "34461"), false, false},
      {"a rule goes with its file", event_of("kubeconfig-directory-link", "1066565"), false, true},
      {"another call", call("101"), false, false},
      {"a file's change", read_text(recording_path("kubeconfig-create")), false, false},
  };
  for (const auto& c : cases) {
    ASSERT_FALSE(c.log.empty()) << c.what;
    Counters counters;
    Pipeline pipeline({}, counters);
    pipeline.feed(c.log);
    pipeline.flush();
    EXPECT_EQ(pipeline.take_places_changed(), c.places_changed) << c.what;
    EXPECT_EQ(pipeline.take_rules_changed(), c.rules_changed) << c.what;
    EXPECT_FALSE(pipeline.take_places_changed()) << c.what << ", asked again";
    EXPECT_FALSE(pipeline.take_rules_changed()) << c.what << ", asked again";
  }
}

}  // namespace
}  // namespace ak::app

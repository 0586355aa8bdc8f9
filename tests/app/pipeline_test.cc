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
  using Look = Pipeline::Look;
  const struct {
    std::string what;
    std::string log;
    Look wanted;
  } cases[] = {
      {"mounts", read_text(recording_path("mounted-over")), Look::at_once},
      {"umount2(2)", call("166"), Look::at_once},
      {"what may be an exchange", read_text(recording_path("fidelity/path-exchanged-alike")),
       Look::at_once},
      {"a rule is loaded", event_of("fidelity/path-dirfd-rules-seen", "34405"), Look::soon},
      {"a rule is refused", event_of("fidelity/path-dirfd-rules-seen", "34461"), Look::none},
      {"a rule goes with its file", event_of("kubeconfig-directory-link", "1066565"), Look::soon},
      {"another call", call("101"), Look::none},
      {"a file's change", read_text(recording_path("kubeconfig-create")), Look::none},
  };
  for (const auto& c : cases) {
    ASSERT_FALSE(c.log.empty()) << c.what;
    Counters counters;
    Pipeline pipeline({}, counters);
    pipeline.feed(c.log);
    pipeline.flush();
    EXPECT_EQ(pipeline.take_wanted_look(), c.wanted) << c.what;
    EXPECT_EQ(pipeline.take_wanted_look(), Look::none) << c.what << ", asked again";
  }
}

}  // namespace
}  // namespace ak::app

#include "audit/record_header.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace ak::audit {
namespace {

TEST(RecordHeader, ParsesAPlainRecord) {
  RecordHeader header;
  const std::string line = "type=CWD msg=audit(1795355549.953:12408): cwd=\"/root\"";
  ASSERT_EQ(parse_header(line, header), HeaderProblem::none);
  EXPECT_EQ(header.node, "");
  EXPECT_EQ(header.type, "CWD");
  EXPECT_EQ(header.time, 1795355549953);
  EXPECT_EQ(header.serial, 12408u);
  EXPECT_EQ(line.substr(header.body), "cwd=\"/root\"");
}

TEST(RecordHeader, ParsesANodeAndAnUnknownType) {
  RecordHeader header;
  ASSERT_EQ(parse_header("node=k8s-1.example type=UNKNOWN[1420] msg=audit(0.007:1): a=b", header),
            HeaderProblem::none);
  EXPECT_EQ(header.node, "k8s-1.example");
  EXPECT_EQ(header.type, "UNKNOWN[1420]");
  EXPECT_EQ(header.time, 7);
}

TEST(RecordHeader, TakesARecordWithoutFields) {
  for (const std::string line : {"type=EOE msg=audit(1.000:2): ", "type=EOE msg=audit(1.000:2):"}) {
    RecordHeader header;
    ASSERT_EQ(parse_header(line, header), HeaderProblem::none);
    EXPECT_EQ(header.body, line.size());
  }
}

struct BadLine {
  const char* line;
  HeaderProblem problem;
};

TEST(RecordHeader, SaysWhyALineIsNoRecord) {
  const BadLine cases[] = {
      {"", HeaderProblem::no_type},
      {"hello", HeaderProblem::no_type},
      {" type=CWD msg=audit(1.000:2): ", HeaderProblem::no_type},
      {"----", HeaderProblem::no_type},
      {"node= type=CWD msg=audit(1.000:2): ", HeaderProblem::bad_node},
      {"node=\x1b[2J type=CWD msg=audit(1.000:2): ", HeaderProblem::bad_node},
      {"node=x msg=audit(1.000:2): ", HeaderProblem::no_type},
      {"type=", HeaderProblem::bad_type},
      {"type=CWD", HeaderProblem::bad_type},
      {"type= msg=audit(1.000:2): ", HeaderProblem::bad_type},
      {"type=C\tD msg=audit(1.000:2): ", HeaderProblem::bad_type},
      {"type=SYStype=CWD msg=audit(1.000:2): ", HeaderProblem::bad_type},
      {"type=CWD audit(1.000:2): ", HeaderProblem::no_message},
      {"type=CWD msg='op=x'", HeaderProblem::no_message},
      {"type=CWD msg=audit(", HeaderProblem::bad_time},
      {"type=CWD msg=audit(1:2): ", HeaderProblem::bad_time},
      {"type=CWD msg=audit(-1.000:2): ", HeaderProblem::bad_time},
      {"type=CWD msg=audit(1.1000:2): ", HeaderProblem::bad_time},
      {"type=CWD msg=audit(253402300800.000:2): ", HeaderProblem::bad_time},
      {"type=CWD msg=audit(99999999999999999999.000:2): ", HeaderProblem::bad_time},
      {"type=CWD msg=audit(1.000:): ", HeaderProblem::bad_serial},
      {"type=CWD msg=audit(1.000:2 ", HeaderProblem::bad_serial},
      {"type=CWD msg=audit(1.000:9223372036854775808): ", HeaderProblem::bad_serial},
  };
  for (const BadLine& c : cases) {
    RecordHeader header;
    EXPECT_EQ(describe(parse_header(c.line, header)), describe(c.problem)) << c.line;
  }
}

TEST(RecordHeader, BoundsTheNamesOfNodeAndType) {
  const std::string rest = " msg=audit(1.000:2): ";
  RecordHeader header;
  const std::string node(limits::kMaxNodeBytes, 'n');
  EXPECT_EQ(parse_header("node=" + node + " type=CWD" + rest, header), HeaderProblem::none);
  EXPECT_EQ(parse_header("node=" + node + "n type=CWD" + rest, header), HeaderProblem::bad_node);
  const std::string type(limits::kMaxTypeBytes, 'T');
  EXPECT_EQ(parse_header("type=" + type + rest, header), HeaderProblem::none);
  EXPECT_EQ(parse_header("type=" + type + "T" + rest, header), HeaderProblem::bad_type);
}

TEST(RecordHeader, ReadsNoFurtherThanTheLine) {
  const std::string line = "node=n type=SYSCALL msg=audit(1795355549.953:12408): ";
  for (std::size_t size = 0; size < line.rfind(')') + 1; ++size) {
    const std::string cut = line.substr(0, size);  // of its own: a read beyond it is caught
    RecordHeader header;
    EXPECT_NE(parse_header(cut, header), HeaderProblem::none) << cut;
  }
}

TEST(RecordHeader, TheColonAfterItMayBeMissing) {
  RecordHeader header;
  const std::string_view line =
      "type=DAEMON_CONFIG msg=audit(1490239800.477:34) config changed, a=0";
  ASSERT_EQ(parse_header(line, header), HeaderProblem::none);
  EXPECT_EQ(header.serial, 34u);
  EXPECT_EQ(line.substr(header.body), "config changed, a=0");
}

}  // namespace
}  // namespace ak::audit

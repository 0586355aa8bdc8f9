// [sinks.NAME]: where alerts go.
#include <gtest/gtest.h>

#include "app/config.h"
#include "base/limits.h"

namespace ak::app {
namespace {

Config parse(const std::string& text) {
  ConfigResult result = parse_config(text, "c.toml");
  EXPECT_TRUE(result.diagnostics.empty()) << render(result.diagnostics.front());
  return std::move(result.config);
}

TEST(SinkConfiguration, NamesSyslogAndTheSocketWithoutATable) {
  const Config config = parse("");
  ASSERT_EQ(config.sinks.size(), 2U);
  EXPECT_EQ(config.sinks[0].name, "syslog");
  EXPECT_EQ(std::get<sink::SyslogOptions>(config.sinks[0].options).path, "/dev/log");
  EXPECT_EQ(config.sinks[1].name, "socket");
  EXPECT_EQ(std::get<sink::SocketOptions>(config.sinks[1].options).listener.path,
            "/run/audisp-kube/alerts.sock");
}

TEST(SinkConfiguration, HasOnlyTheSinksThatItNames) {
  EXPECT_TRUE(parse("[sinks]\n").sinks.empty());
  const Config config = parse("[sinks.out]\ntype = \"stdout\"\n");
  ASSERT_EQ(config.sinks.size(), 1U);
  EXPECT_EQ(config.sinks[0].name, "out");
  EXPECT_TRUE(std::holds_alternative<sink::StdoutOptions>(config.sinks[0].options));
}

TEST(SinkConfiguration, TakesTheNameForTheTypeIfItIsOne) {
  const Config config = parse("[sinks.file]\npath = \"/f\"\n[sinks.stdout]\n");
  ASSERT_EQ(config.sinks.size(), 2U);
  EXPECT_EQ(std::get<sink::FileOptions>(config.sinks[0].options).path, "/f");
  EXPECT_TRUE(std::holds_alternative<sink::StdoutOptions>(config.sinks[1].options));
}

TEST(SinkConfiguration, TakesEveryKeyOfSyslog) {
  const Config config = parse(R"([sinks.a]
type = "syslog"
enabled = false
path = "/tmp/log"
facility = "local3"
tag = "kube.alerts"
max_bytes = 65536
format = "cef"
min_severity = "high"
detections = ["x", "y"]
exclude_detections = ["z"]
[sinks.a.severity]
low = "debug"
medium = "info"
high = "alert"
critical = "emerg"
)");
  ASSERT_EQ(config.sinks.size(), 1U);
  const sink::SinkConfig& sink = config.sinks[0];
  EXPECT_FALSE(sink.enabled);
  EXPECT_EQ(sink.filter.min_severity, detect::RuleSeverity::high);
  EXPECT_EQ(sink.filter.detections, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(sink.filter.exclude_detections, std::vector<std::string>{"z"});
  const auto& syslog = std::get<sink::SyslogOptions>(sink.options);
  EXPECT_EQ(syslog.path, "/tmp/log");
  EXPECT_EQ(syslog.facility, 19);
  EXPECT_EQ(syslog.format, alert::AlertFormat::cef);
  EXPECT_EQ(syslog.tag, "kube.alerts");
  EXPECT_EQ(syslog.max_bytes, 65536U);
  EXPECT_EQ(syslog.severities, (std::array<int, 4>{7, 6, 1, 0}));
}

TEST(SinkConfiguration, TakesEveryKeyOfTheOthers) {
  const Config config = parse(R"([sinks.s]
type = "socket"
path = "/tmp/s"
mode = "0660"
owner = "root"
group = "root"
max_clients = 1
keep = true
[sinks.c]
type = "connect"
path = "/tmp/c"
max_bytes = "8KiB"
[sinks.f]
type = "file"
path = "/tmp/f"
mode = "0640"
owner = "root"
group = "root"
max_bytes = 0
)");
  ASSERT_EQ(config.sinks.size(), 3U);
  const auto& socket = std::get<sink::SocketOptions>(config.sinks[0].options);
  EXPECT_EQ(socket.listener.path, "/tmp/s");
  EXPECT_EQ(socket.listener.mode, 0660U);
  EXPECT_EQ(socket.listener.owner, 0U);
  EXPECT_EQ(socket.max_clients, 1U);
  EXPECT_TRUE(socket.keep);
  const auto& connect = std::get<sink::ConnectOptions>(config.sinks[1].options);
  EXPECT_EQ(connect.path, "/tmp/c");
  EXPECT_EQ(connect.max_bytes, 8192U);
  const auto& file = std::get<sink::FileOptions>(config.sinks[2].options);
  EXPECT_EQ(file.path, "/tmp/f");
  EXPECT_EQ(file.mode, 0640U);
  EXPECT_EQ(file.owner, 0U);
  EXPECT_EQ(file.group, 0U);
  EXPECT_EQ(file.max_bytes, 0U);
}

struct Mistake {
  std::string text;     // below [sinks.x]
  std::string place;    // "LINE:COLUMN"
  std::string message;  // its beginning
};

TEST(SinkConfiguration, ShowsEachMistakeAtItsPlace) {
  const std::string syslog = "type = \"syslog\"\n";
  const std::string socket = "type = \"socket\"\n";
  const std::string file = "type = \"file\"\n";
  const std::vector<Mistake> cases = {
      {"", "1:1", "[sinks.x] has no \"type\""},
      {"type = \"sylog\"\n", "2:8", "\"sinks.x.type\" must be one of: syslog, socket, connect,"},
      {syslog + "path = \"log\"\n", "3:8", "a path must be absolute"},
      {socket + "path = \"\"\n", "3:8", "a path must be absolute"},
      {file, "1:1", "[sinks.x] has no \"path\""},
      {"type = \"connect\"\n", "1:1", "[sinks.x] has no \"path\""},
      {syslog + "facility = \"local8\"\n", "3:12", "\"sinks.x.facility\" must be one of: kern,"},
      {syslog + "severity.low = \"low\"\n", "3:16", "\"sinks.x.severity.low\" must be one of:"},
      {syslog + "tag = \"a b\"\n", "3:7", "a tag has 1 to 32 letters"},
      {syslog + "tag = \"\"\n", "3:7", "a tag has 1 to 32 letters"},
      {syslog + "tag = \"123456789012345678901234567890123\"\n", "3:7", "a tag has"},
      {syslog + "max_bytes = 2047\n", "3:13", "\"sinks.x.max_bytes\" must be"},
      {syslog + "max_bytes = 65537\n", "3:13", "\"sinks.x.max_bytes\" must be"},
      {syslog + "format = \"xml\"\n", "3:10", "\"sinks.x.format\" must be one of: ecs, cef, ocsf"},
      {syslog + "min_severity = \"hgh\"\n", "3:16", "\"sinks.x.min_severity\" must be one of:"},
      {syslog + "mode = \"0600\"\n", "3:1", "unknown key \"sinks.x.mode\""},
      {socket + "mode = \"0888\"\n", "3:8", "a mode is three octal digits"},
      {socket + "mode = \"1777\"\n", "3:8", "a mode is three octal digits"},
      {socket + "owner = \"nobody-of-this-name\"\n", "3:9", "no user \"nobody-of-this-name\""},
      {socket + "group = \"nobody-of-this-name\"\n", "3:9", "no group \"nobody-of-this-name\""},
      {socket + "max_clients = 65\n", "3:15", "\"sinks.x.max_clients\" must be from 1 to 64"},
      {socket + "max_clients = 0\n", "3:15", "\"sinks.x.max_clients\" must be from 1 to 64"},
      {file + "path = \"/f\"\nmax_bytes = 1\n", "4:13", "\"sinks.x.max_bytes\" must be"},
  };
  for (const Mistake& mistake : cases) {
    const ConfigResult result = parse_config("[sinks.x]\n" + mistake.text, "c.toml");
    ASSERT_EQ(result.diagnostics.size(), 1U) << mistake.text;
    const std::string wanted = "c.toml:" + mistake.place + ": error[";
    const std::string shown = render(result.diagnostics.front());
    EXPECT_EQ(shown.substr(0, wanted.size()), wanted) << shown;
    EXPECT_NE(shown.find("]: " + mistake.message), std::string::npos) << shown;
  }
}

TEST(SinkConfiguration, RefusesANameThatIsNoWord) {
  for (const std::string name : {"\"a b\"", "\"\"", "\"123456789012345678901234567890123\""}) {
    const ConfigResult result = parse_config("[sinks." + name + "]\ntype = \"stdout\"\n", "c.toml");
    ASSERT_EQ(result.diagnostics.size(), 1U) << name;
    EXPECT_NE(render(result.diagnostics.front()).find("a sink's name has 1 to 32"),
              std::string::npos);
    EXPECT_TRUE(result.config.sinks.empty());
  }
}

TEST(SinkConfiguration, HasAsManySinksAsTheCapAndNotOneMore) {
  std::string text;
  for (std::size_t i = 0; i < limits::kMaxSinks; ++i) {
    text += "[sinks.s" + std::to_string(i) + "]\ntype = \"stdout\"\n";
  }
  EXPECT_EQ(parse(text).sinks.size(), limits::kMaxSinks);
  const ConfigResult result = parse_config(text + "[sinks.more]\ntype = \"stdout\"\n", "c.toml");
  EXPECT_TRUE(has_errors(result.diagnostics));
  EXPECT_EQ(result.config.sinks.size(), limits::kMaxSinks);
}

}  // namespace
}  // namespace ak::app

#include "app/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/locations.h"
#include "app/program.h"

namespace ak::app {
namespace {

TEST(Config, HasTheDefaultsThatTheShippedFileTells) {
  const ConfigResult shipped = load_config(AK_SOURCE_DIR "/plugin/config.toml").value();
  EXPECT_TRUE(shipped.diagnostics.empty());
  const Config& told = shipped.config;
  const Config defaults;
  EXPECT_EQ(told.detection_paths, defaults.detection_paths);
  EXPECT_EQ(told.disabled_detections, defaults.disabled_detections);
  EXPECT_EQ(told.redact, defaults.redact);
  EXPECT_EQ(told.syslog_enabled, defaults.syslog_enabled);
  EXPECT_TRUE(told.syslog == defaults.syslog);
  EXPECT_EQ(told.socket_enabled, defaults.socket_enabled);
  EXPECT_EQ(told.socket.listener.path, defaults.socket.listener.path);
  EXPECT_EQ(told.socket.listener.mode, defaults.socket.listener.mode);
  EXPECT_EQ(told.socket.listener.owner, 0U);  // root, which the daemon runs as anyway
  EXPECT_EQ(told.socket.listener.group, 0U);
  EXPECT_EQ(told.socket.max_clients, defaults.socket.max_clients);
  EXPECT_EQ(told.host_name, defaults.host_name);
  EXPECT_EQ(told.host_id, defaults.host_id);
}

TEST(Config, TakesEveryKey) {
  const ConfigResult result = parse_config(R"([detections]
paths = ["/a", "/b"]
disabled = ["x"]
[alerts]
redact = false
[syslog]
enabled = false
path = "/tmp/log"
facility = "local3"
tag = "kube.alerts"
max_bytes = 65536
[syslog.severity]
low = "debug"
medium = "info"
high = "alert"
critical = "emerg"
[socket]
enabled = false
path = "/tmp/s"
mode = "0660"
owner = "root"
group = "root"
max_clients = 1
[host]
name = "node-7"
id = "6d1"
)",
                                           "c.toml");
  ASSERT_TRUE(result.diagnostics.empty()) << render(result.diagnostics.front());
  const Config& config = result.config;
  EXPECT_EQ(config.detection_paths, (std::vector<std::string>{"/a", "/b"}));
  EXPECT_EQ(config.disabled_detections, std::vector<std::string>{"x"});
  EXPECT_FALSE(config.redact);
  EXPECT_FALSE(config.syslog_enabled);
  EXPECT_EQ(config.syslog.path, "/tmp/log");
  EXPECT_EQ(config.syslog.facility, 19);
  EXPECT_EQ(config.syslog.tag, "kube.alerts");
  EXPECT_EQ(config.syslog.max_bytes, 65536U);
  EXPECT_EQ(config.syslog.severities, (std::array<int, 4>{7, 6, 1, 0}));
  EXPECT_FALSE(config.socket_enabled);
  EXPECT_EQ(config.socket.listener.path, "/tmp/s");
  EXPECT_EQ(config.socket.listener.mode, 0660U);
  EXPECT_EQ(config.socket.listener.owner, 0U);
  EXPECT_EQ(config.socket.max_clients, 1U);
  EXPECT_EQ(config.host_name, "node-7");
  EXPECT_EQ(config.host_id, "6d1");
}

struct Mistake {
  std::string text;
  std::string place;    // "LINE:COLUMN"
  std::string message;  // its beginning
};

TEST(Config, ShowsEachMistakeAtItsPlace) {
  const std::vector<Mistake> cases = {
      {"[sokcet]\n", "1:2", "unknown key \"sokcet\""},
      {"[alerts]\nredact = 1\n", "2:10", "\"alerts.redact\" must be true or false, not an integer"},
      {"[syslog]\npath = \"log\"\n", "2:8", "a path must be absolute"},
      {"[socket]\npath = \"\"\n", "2:8", "a path must be absolute"},
      {"[syslog]\nfacility = \"local8\"\n", "2:12", "\"syslog.facility\" must be one of: kern,"},
      {"[syslog.severity]\nlow = \"low\"\n", "2:7", "\"syslog.severity.low\" must be one of:"},
      {"[syslog]\ntag = \"a b\"\n", "2:7", "a tag has 1 to 32 letters"},
      {"[syslog]\ntag = \"\"\n", "2:7", "a tag has 1 to 32 letters"},
      {"[syslog]\ntag = \"123456789012345678901234567890123\"\n", "2:7", "a tag has"},
      {"[syslog]\nmax_bytes = 2047\n", "2:13", "\"syslog.max_bytes\" must be from 2048 to 65536"},
      {"[syslog]\nmax_bytes = 65537\n", "2:13", "\"syslog.max_bytes\" must be from 2048 to"},
      {"[socket]\nmode = \"0888\"\n", "2:8", "a mode is three octal digits"},
      {"[socket]\nmode = \"1777\"\n", "2:8", "a mode is three octal digits"},
      {"[socket]\nowner = \"nobody-of-this-name\"\n", "2:9", "no user \"nobody-of-this-name\""},
      {"[socket]\ngroup = \"nobody-of-this-name\"\n", "2:9", "no group \"nobody-of-this-name\""},
      {"[socket]\nmax_clients = 65\n", "2:15", "\"socket.max_clients\" must be from 1 to 64"},
      {"[socket]\nmax_clients = 0\n", "2:15", "\"socket.max_clients\" must be from 1 to 64"},
      {"[detections]\npaths = \"/a\"\n", "2:9", "\"detections.paths\" must be an array"},
      {"[host]\nnme = \"x\"\n", "2:1", "unknown key \"host.nme\""},
  };
  for (const Mistake& mistake : cases) {
    const ConfigResult result = parse_config(mistake.text, "c.toml");
    ASSERT_EQ(result.diagnostics.size(), 1U) << mistake.text;
    const std::string wanted = "c.toml:" + mistake.place + ": error[";
    const std::string shown = render(result.diagnostics.front());
    EXPECT_EQ(shown.substr(0, wanted.size()), wanted) << shown;
    EXPECT_NE(shown.find("]: " + mistake.message), std::string::npos) << shown;
  }
}

TEST(Config, KeepsTheRestWhenOneKeyIsWrong) {
  const ConfigResult result =
      parse_config("[alerts]\nredact = false\n[socket]\nmax_clients = 0\n", "c.toml");
  EXPECT_TRUE(has_errors(result.diagnostics));
  EXPECT_FALSE(result.config.redact);
  EXPECT_EQ(result.config.socket.max_clients, 64U);
}

TEST(Locations, AreTheCheckoutsForAProgramInsideIt) {
  const test::Directory directory;
  directory.write("CMakeLists.txt", "");
  directory.write("plugin/detections/x.toml", "");
  const Locations found = find_locations(directory.file("build/dev/audisp-kube"));
  EXPECT_EQ(found.config_file, directory.file("plugin/config.toml"));
  EXPECT_EQ(found.detections, std::vector<std::string>{directory.file("plugin/detections")});
}

TEST(Locations, AreTheInstalledOnesElsewhere) {
  const Locations found = find_locations("/usr/sbin/audisp-kube");
  EXPECT_EQ(found.config_file.substr(found.config_file.rfind("/audisp-kube/")),
            "/audisp-kube/config.toml");
  ASSERT_FALSE(found.detections.empty());
  EXPECT_NE(found.detections[0].find("/audisp-kube/detections"), std::string::npos);
}

}  // namespace
}  // namespace ak::app

#include "app/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/locations.h"
#include "app/program.h"
#include "base/limits.h"

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
  EXPECT_EQ(told.original, defaults.original);
  EXPECT_TRUE(told.store == defaults.store);
  ASSERT_EQ(told.sinks.size(), 2U);
  EXPECT_TRUE(told.sinks[0] == defaults.sinks[0]);
  EXPECT_EQ(told.sinks[1].name, "socket");
  auto socket = std::get<sink::SocketOptions>(told.sinks[1].options);
  EXPECT_EQ(socket.listener.owner, 0U);  // root, which the daemon runs as anyway
  EXPECT_EQ(socket.listener.group, 0U);
  socket.listener.owner = static_cast<uid_t>(-1);
  socket.listener.group = static_cast<gid_t>(-1);
  EXPECT_TRUE(socket == std::get<sink::SocketOptions>(defaults.sinks[1].options));
  EXPECT_EQ(told.host_name, defaults.host_name);
  EXPECT_EQ(told.host_id, defaults.host_id);
}

TEST(Config, TakesEveryKey) {
  const ConfigResult result = parse_config(R"([detections]
paths = ["/a", "/b"]
disabled = ["x"]
[alerts]
redact = false
original = true
[store]
directory = "/srv/store"
max_alerts = 5
max_bytes = "2MiB"
max_age = "36h"
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
  EXPECT_TRUE(config.original);
  EXPECT_EQ(config.store.directory, "/srv/store");
  EXPECT_EQ(config.store.max_alerts, 5U);
  EXPECT_EQ(config.store.max_bytes, 2U * 1024 * 1024);
  EXPECT_EQ(config.store.max_age_ms, 36 * 3600 * 1000);
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
      {"[alerts]\noriginal = true\n", "2:12", "the records show credentials"},
      {"[syslog]\nenabled = true\n", "1:1", "[syslog] is now called [sinks.syslog]"},
      {"[socket]\n", "1:1", "[socket] is now called [sinks.socket]"},
      {"[store]\ndirectory = \"x\"\n", "2:13", "a path must be absolute"},
      {"[store]\nmax_alerts = 0\n", "2:14", "\"store.max_alerts\" must be from 1 to 10000000"},
      {"[store]\nmax_bytes = 1\n", "2:13", "\"store.max_bytes\" must be"},
      {"[store]\nmax_age = \"1s\"\n", "2:11", "\"store.max_age\" must be"},
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
      parse_config("[alerts]\nredact = false\n[store]\nmax_alerts = 0\n", "c.toml");
  EXPECT_TRUE(has_errors(result.diagnostics));
  EXPECT_FALSE(result.config.redact);
  EXPECT_EQ(result.config.store.max_alerts, limits::kDefaultStoredAlerts);
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

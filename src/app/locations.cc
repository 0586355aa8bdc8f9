#include "app/locations.h"

#include <filesystem>

namespace ak::app {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

// The checkout that `executable` lies in, empty if none.
fs::path find_checkout(const fs::path& executable) {
  if (executable.parent_path() == AK_SBIN_DIR) return {};
  for (fs::path at = executable.parent_path(); at.has_relative_path(); at = at.parent_path()) {
    if (is_there(at / "plugin/detections") && is_there(at / "CMakeLists.txt")) return at;
  }
  return {};
}

}  // namespace

Locations find_locations(const std::string& executable) {
  if (const fs::path checkout = find_checkout(executable); !checkout.empty()) {
    return {checkout / "plugin/config.toml", {checkout / "plugin/detections"}};
  }
  Locations installed{AK_CONFIG_DIR "/config.toml", {AK_DATA_DIR "/detections"}};
  if (is_there(AK_CONFIG_DIR "/detections")) {
    installed.detections.emplace_back(AK_CONFIG_DIR "/detections");
  }
  return installed;
}

std::string executable_path() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).string();
}

}  // namespace ak::app

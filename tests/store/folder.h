// A directory of the test's own, and messages to store.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "store/store.h"

namespace ak::test {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ak-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777U;
}

inline store::Message alert(const std::string& json, TimeMs created = 1000) {
  store::Message message;
  message.json = json;
  message.severity = detect::RuleSeverity::medium;
  message.rule_id = "rule";
  message.event_id = "event-" + json;
  message.created = created;
  return message;
}

// "1=a 2=b": each row's seq and JSON.
inline std::string shown(const std::vector<store::Row>& rows) {
  std::string text;
  for (const store::Row& row : rows) {
    text += (text.empty() ? "" : " ") + std::to_string(row.seq) + "=" + row.message.json;
  }
  return text;
}

inline std::string shown(const std::vector<store::RowHead>& heads) {
  std::string text;
  for (const store::RowHead& head : heads) {
    text += (text.empty() ? "" : " ") + std::to_string(head.seq);
  }
  return text;
}

}  // namespace ak::test

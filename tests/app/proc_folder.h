// What /proc showed of a recording's processes (a NAME.proc), as a folder that ProcFs reads.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "app/recordings.h"
#include "base/time.h"

namespace ak::test {

class FixedClock final : public Clock {
 public:
  explicit FixedClock(TimeMs now) : now_(now) {}
  [[nodiscard]] TimeMs now() const override { return now_; }

 private:
  TimeMs now_;
};

// "\\x09" as the byte that it stands for.
inline std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\\x") {
      bytes += text[i];
      continue;
    }
    bytes += static_cast<char>(std::stoi(std::string(text.substr(i + 2, 2)), nullptr, 16));
    i += 3;
  }
  return bytes;
}

// Empty where nothing was recorded.
class ProcFolder {
 public:
  explicit ProcFolder(const std::filesystem::path& recorded) {
    namespace fs = std::filesystem;
    std::string pattern = (fs::temp_directory_path() / "ak-proc-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    for (const std::string& line : split_lines(read_text(recorded))) {
      const std::size_t space = line.find(' ');
      const fs::path path = root_ / line.substr(0, space);
      const std::string content = unescaped(std::string_view(line).substr(space + 1));
      fs::create_directories(path.parent_path());
      if (path.filename() == "exe") {
        fs::create_symlink(content, path);
      } else {
        std::ofstream(path, std::ios::binary) << content;
      }
    }
  }
  ~ProcFolder() { std::filesystem::remove_all(root_); }
  ProcFolder(const ProcFolder&) = delete;
  ProcFolder& operator=(const ProcFolder&) = delete;

  [[nodiscard]] std::string root() const { return root_; }

 private:
  std::filesystem::path root_;
};

}  // namespace ak::test

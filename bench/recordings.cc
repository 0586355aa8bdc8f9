#include "recordings.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/pipeline.h"
#include "base/counters.h"

namespace ak::bench {

Recording load_recordings(const std::string& prefix) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(AK_TEST_DATA_DIR)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".log" && name.rfind(prefix, 0) == 0)
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());

  Recording recording;
  for (const std::filesystem::path& file : files) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    Counters counters;
    app::Pipeline pipeline({}, counters);
    pipeline.on_event([&](const Event& event) { recording.events.push_back(event); });
    pipeline.feed(text.str());
    pipeline.end_source();
    pipeline.finish();
    recording.text += text.str();
    recording.audit_events += counters.events;
  }
  return recording;
}

}  // namespace ak::bench

// Reads the checkout and checks what the compiler cannot: who includes whom, that a third-party
// header has one door, that every header says what it is for, that all name one version, and that
// the manual explains every mark.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;    // from src/: "audit/assembler.cc"
  std::string folder;  // "audit"; "" for main.cc
  std::vector<std::string> lines;
  std::vector<std::string> ours;     // #include "…"
  std::vector<std::string> foreign;  // #include <…>
};

std::string between(const std::string& line, char open, char close) {
  const std::size_t begin = line.find(open);
  const std::size_t end = line.find(close, begin + 1);
  if (begin == std::string::npos || end == std::string::npos) return "";
  return line.substr(begin + 1, end - begin - 1);
}

SourceFile parse(std::string path, std::istream& text) {
  SourceFile file;
  file.folder = path.find('/') == std::string::npos ? "" : path.substr(0, path.find('/'));
  file.path = std::move(path);
  for (std::string line; std::getline(text, line);) {
    if (line.rfind("#include", 0) == 0) {
      const std::string quoted = between(line, '"', '"');
      if (quoted.empty())
        file.foreign.push_back(between(line, '<', '>'));
      else
        file.ours.push_back(quoted);
    }
    file.lines.push_back(std::move(line));
  }
  return file;
}

const std::vector<SourceFile>& sources() {
  static const std::vector<SourceFile> files = [] {
    std::vector<SourceFile> found;
    const fs::path src = fs::path(AK_SOURCE_DIR) / "src";
    for (const auto& entry : fs::recursive_directory_iterator(src)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cc" && extension != ".h") continue;
      std::ifstream text(entry.path());
      found.push_back(parse(fs::relative(entry.path(), src).string(), text));
    }
    return found;
  }();
  return files;
}

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}

// --- who may include whom --------------------------------------------------------------------

// A folder may include itself and what begins with one of these. A whole path instead of a folder
// admits that one header: a plain value that another stage hands over.
const std::map<std::string, std::vector<std::string>> kMayInclude = {
    {"base", {}},
    {"input", {"base/"}},
    {"audit", {"base/"}},
    {"event", {"base/", "audit/audit_event.h", "audit/field_text.h"}},
    {"lineage", {"base/", "event/"}},
    {"eql", {"base/", "event/"}},
    {"detect", {"base/", "event/", "eql/"}},
    {"alert", {"base/", "event/", "detect/"}},
    {"store", {"base/", "alert/", "detect/rule.h"}},
    {"sink", {"base/", "alert/", "store/", "detect/rule.h"}},
    {"coverage", {"base/", "eql/", "detect/"}},
    {"app",
     {"base/", "input/", "audit/", "event/", "lineage/", "eql/", "detect/", "alert/", "store/",
      "sink/", "coverage/"}},
    {"", {"app/"}},  // main.cc
};

std::vector<std::string> forbidden_includes(const SourceFile& file) {
  const auto layer = kMayInclude.find(file.folder);
  if (layer == kMayInclude.end()) return {file.path + ": a folder that the table does not know"};
  std::vector<std::string> found;
  for (const std::string& header : file.ours) {
    bool allowed = !file.folder.empty() && starts_with(header, file.folder + "/");
    for (const std::string& prefix : layer->second) allowed |= starts_with(header, prefix);
    if (!allowed) found.push_back(file.path + " includes \"" + header + "\"");
  }
  return found;
}

TEST(Layering, FoldersIncludeOnlyWhatTheTableAllows) {
  ASSERT_FALSE(sources().empty());
  for (const SourceFile& file : sources()) {
    for (const std::string& complaint : forbidden_includes(file)) ADD_FAILURE() << complaint;
  }
}

TEST(Layering, ForbiddenIncludeIsFound) {
  std::istringstream text("#include \"base/text.h\"\n#include \"app/app.h\"\n#include <set>\n");
  const std::vector<std::string> expected = {"eql/lexer.cc includes \"app/app.h\""};
  EXPECT_EQ(forbidden_includes(parse("eql/lexer.cc", text)), expected);
}

// CMake's DEPENDS decides what is linked; it must not grant what the table forbids.
TEST(Layering, CMakeDeclaresTheSameTable) {
  std::ifstream text(fs::path(AK_SOURCE_DIR) / "CMakeLists.txt");
  std::size_t libraries = 0;
  for (std::string line; std::getline(text, line);) {
    if (!starts_with(line, "ak_library(")) continue;
    ++libraries;
    std::istringstream words(line.substr(line.find('(') + 1, line.find(')') - line.find('(') - 1));
    std::string folder, word;
    words >> folder;
    ASSERT_TRUE(kMayInclude.count(folder)) << folder;
    for (words >> word; words && word != "LINK"; words >> word) {
      if (word == "DEPENDS") continue;
      bool known = false;
      for (const std::string& prefix : kMayInclude.at(folder)) {
        known |= starts_with(prefix, word + "/");
      }
      EXPECT_TRUE(known) << "CMake lets " << folder << " use " << word;
    }
  }
  EXPECT_EQ(libraries + 1, kMayInclude.size());  // main.cc is no library
}

// --- third-party headers ---------------------------------------------------------------------

struct Door {
  const char* header;   // how its name begins
  std::string folders;  // the only ones that may include it, in .cc files alone: "eql alert"
  std::size_t max_files;
};

const std::vector<Door> kDoors = {
    {"auparse.h", "audit", 1}, {"libaudit.h", "audit", 3},   {"toml++/", "base", 1},
    {"rapidjson/", "base", 2}, {"CLI/", "app", 2},           {"zlib.h", "input", 1},
    {"re2/", "eql alert", 2},  {"cap-ng.h", "app event", 2}, {"seccomp.h", "app", 1},
    {"sqlite3.h", "store", 1}, {"syslog.h", "nowhere", 0},  // syslog(3) waits for a slow daemon;
                                                            // sink/ writes by itself
};

TEST(Layering, ThirdPartyHeadersHaveOneDoor) {
  for (const Door& door : kDoors) {
    std::set<std::string> users;
    for (const SourceFile& file : sources()) {
      for (const std::string& header : file.foreign) {
        if (!starts_with(header, door.header)) continue;
        users.insert(file.path);
        EXPECT_NE((" " + door.folders + " ").find(" " + file.folder + " "), std::string::npos)
            << file.path << " includes <" << header << ">";
        EXPECT_EQ(fs::path(file.path).extension(), ".cc") << file.path;
      }
    }
    EXPECT_LE(users.size(), door.max_files) << door.header;
  }
}

// --- headers ---------------------------------------------------------------------------------

TEST(Layering, HeadersBeginWithWhatTheyAreFor) {
  for (const SourceFile& file : sources()) {
    if (fs::path(file.path).extension() != ".h") continue;
    std::size_t line = 0;
    while (line < file.lines.size() && starts_with(file.lines[line], "// ")) ++line;
    EXPECT_GT(line, 0U) << file.path << " does not begin with a comment";
    while (line < file.lines.size() && starts_with(file.lines[line], "//")) ++line;
    ASSERT_LT(line, file.lines.size()) << file.path;
    EXPECT_EQ(file.lines[line], "#pragma once") << file.path;
  }
}

// --- versions --------------------------------------------------------------------------------

// What follows `before` in a file of the checkout, up to the next of " )\n-".
std::string word_after(const std::string& path, const std::string& before) {
  std::ifstream file(fs::path(AK_SOURCE_DIR) / path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = text.find(before);
  if (begin == std::string::npos) return "nothing in " + path;
  const std::size_t word = text.find_first_not_of(' ', begin + before.size());
  return text.substr(word, text.find_first_of(" )\n-", word) - word);
}

TEST(Versions, AgreeInAllPlaces) {
  const std::string cmake = word_after("CMakeLists.txt", "project(audisp-kube VERSION ");
  EXPECT_EQ(word_after("packaging/deb/changelog", "audisp-kube ("), cmake);
  EXPECT_EQ(word_after("packaging/rpm/audisp-kube.spec", "\nVersion:"), cmake);
  for (const char* page :
       {"docs/audisp-kube.8", "docs/audisp-kube-events.7", "docs/audisp-kube-config.5"}) {
    EXPECT_EQ(word_after(page, "\"audisp-kube "), cmake + "\"") << page;
  }
}

// The fields that say of an event what is not sure of it.
TEST(Manual, ExplainsEveryMark) {
  std::ifstream page(fs::path(AK_SOURCE_DIR) / "docs/audisp-kube-events.7");
  const std::string manual{std::istreambuf_iterator<char>(page), {}};
  std::ifstream fields(fs::path(AK_SOURCE_DIR) / "src/event/fields.def");
  std::size_t marks = 0;
  for (std::string line; std::getline(fields, line);) {
    const std::string field = between(line, '"', '"');
    for (const char* start : {"partial", "late_", "unresolved_", "unconfirmed_"}) {
      if (field.rfind(std::string("auditd.") + start, 0) != 0) continue;
      ++marks;
      EXPECT_NE(manual.find(field), std::string::npos) << field;
    }
  }
  EXPECT_GE(marks, 12U);
}

}  // namespace

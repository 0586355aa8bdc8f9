// Runs the real program.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "app/recordings.h"
#include "base/fd.h"

extern char** environ;

namespace ak::test {

class Directory {
 public:
  Directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ak-app-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  // Writes the file and returns its path.
  std::string write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(file(name)).parent_path());
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }

 private:
  std::string path_;
};

inline bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    ::poll(nullptr, 0, 2);
  }
  return true;
}

// A program that runs, its output in files of `directory`.
class Process {
 public:
  // `input`: its standard input; stdout goes to `output` if that is a descriptor. `shell`: a script
  // that ends in becoming the program, by: exec "$0" "$@"
  Process(const Directory& directory, const std::vector<std::string>& arguments, int input,
          int output = -1, const std::string& shell = "")
      : out_(directory.file("stdout")), err_(directory.file("stderr")) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
    if (output >= 0) {
      posix_spawn_file_actions_adddup2(&actions, output, 1);
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, out_.c_str(), kFlags, 0600);
    }
    posix_spawn_file_actions_addopen(&actions, 2, err_.c_str(), kFlags, 0600);
    std::vector<char*> argv;
    if (!shell.empty()) {
      for (const char* word : {"/bin/sh", "-c", shell.c_str()}) {
        argv.push_back(const_cast<char*>(word));
      }
    }
    argv.push_back(const_cast<char*>(AK_PROGRAM));
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    EXPECT_EQ(::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Process() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const { ::kill(pid_, number); }

  // Waits for its end: the exit code, -1 if a signal or our patience ended it.
  int wait() {
    int status = 0;
    const bool ended = eventually([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; });
    if (!ended) return -1;
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  [[nodiscard]] std::string out() const { return read_text(out_); }
  [[nodiscard]] std::string err() const { return read_text(err_); }

 private:
  std::string out_;
  std::string err_;
  pid_t pid_ = -1;
};

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Runs it to its end, with `input` on standard input.
inline Outcome run(const std::vector<std::string>& arguments, const std::string& input = "") {
  const Directory directory;
  const UniqueFd stdin_file(::open(directory.write("stdin", input).c_str(), O_RDONLY | O_CLOEXEC));
  Process process(directory, arguments, stdin_file.get());
  const int exit_code = process.wait();
  return {exit_code, process.out(), process.err()};
}

// Arguments with the shipped detections and no configuration of the host's.
inline std::vector<std::string> with_defaults(const Directory& directory,
                                              std::vector<std::string> arguments) {
  const std::string config = directory.write("empty.toml", "");
  for (const std::string& word : {std::string("--config"), config, std::string("--detections"),
                                  std::string(AK_SOURCE_DIR "/plugin/detections")}) {
    arguments.push_back(word);
  }
  return arguments;
}

inline std::string recording_path(const std::string& name) {
  return std::string(AK_TEST_DATA_DIR) + "/" + name + ".log";
}

}  // namespace ak::test

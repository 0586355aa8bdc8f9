// Loads configuration and detections on a thread of its own: compiling some hundred detections
// takes long, looking up a user may ask a directory service, and meanwhile the reader must read.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/setup.h"
#include "base/fd.h"
#include "base/result.h"
#include "detect/engine.h"

namespace ak::app {

// What the daemon runs on, ready to be taken over at once.
struct Loaded {
  Setup setup;
  detect::PreparedRules rules;
};

class Reloader {
 public:
  using Load = std::function<Result<Loaded>()>;

  // Starts the thread, on which `load` is called.
  explicit Reloader(Load load);
  ~Reloader();  // waits for a load that is running; see stop()
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  // Loads soon. Requests that come before a load has begun are one; during a load, one more load
  // follows it.
  void request();

  // Readable when take() has something.
  [[nodiscard]] int fd() const { return done_.get(); }

  // What was loaded last, once.
  [[nodiscard]] std::optional<Result<Loaded>> take();

  // Lets go of it on the thread.
  void dispose(Loaded old);

  // Asks the thread to end. False: a load is still running after `grace`, and nobody knows for how
  // long; the process must end by _exit(2) to end now.
  [[nodiscard]] bool stop(std::chrono::milliseconds grace);

 private:
  void run();

  const Load load_;
  UniqueFd done_;  // eventfd
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  bool requested_ = false;
  bool stopping_ = false;
  bool busy_ = false;
  std::optional<Result<Loaded>> loaded_;
  std::vector<Loaded> garbage_;
  std::thread thread_;
};

}  // namespace ak::app

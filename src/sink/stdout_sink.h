// Alerts on standard output, one a line: for a daemon that is run by hand or in a container. Never
// waits for a reader, and does not change the descriptor for others that share it.
#pragma once

#include <string>
#include <string_view>

#include "alert/format.h"
#include "base/fd.h"
#include "sink/sink.h"

namespace ak::sink {

struct StdoutOptions {
  int fd = 1;
  alert::AlertFormat format = alert::AlertFormat::ecs;

  bool operator==(const StdoutOptions&) const = default;
};

class StdoutSink final : public Sink {
 public:
  StdoutSink(StdoutOptions options, Context context);

  [[nodiscard]] std::string_view type() const override { return "stdout"; }
  void open() override;
  Delivery deliver(const Message& message) override;
  [[nodiscard]] bool pending() const override { return !rest_.empty(); }
  // A line that was written in part is written to its end, or lost with its reader.
  [[nodiscard]] std::size_t unconfirmed() const override { return rest_.empty() ? 0 : 1; }
  [[nodiscard]] Interest interest(bool blocked) override;
  void ready(const std::vector<pollfd>& /*fds*/) override { flush(); }
  [[nodiscard]] SinkState state() const override {
    return {!broken_, broken_ ? "standard output is closed" : ""};
  }

 private:
  [[nodiscard]] int fd() const { return own_ ? own_.get() : options_.fd; }
  void flush();

  const StdoutOptions options_;
  const Context context_;
  UniqueFd own_;  // the same pipe or terminal, non-blocking
  bool socket_ = false;
  std::string rest_;  // of a line that was written in part
  bool broken_ = false;
};

}  // namespace ak::sink

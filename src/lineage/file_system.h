// FileSource over this machine's file systems.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "lineage/errand.h"
#include "lineage/file_source.h"
#include "lineage/path_walk.h"
#include "lineage/shunned.h"

namespace ak {

// Opens no file, so that looking at one leaves no record of its own; directories are listed. Looks
// at nothing that may never answer: there all is as if there were no files; so it is where a look
// took longer than limits::kLookPatience, for limits::kErrandPenalty. For one thread.
class FileSystem final : public FileSource {
 public:
  // `host`: host.name of this machine's own events. `warn`: told of each place where it does not
  // look. Both outlive this.
  FileSystem(std::string host, Counters& counters, std::function<void(const std::string&)> warn,
             std::chrono::milliseconds patience = limits::kLookPatience);
  ~FileSystem() override;

  [[nodiscard]] std::string_view host() const override { return host_; }
  [[nodiscard]] std::optional<File> look(const std::string& path) const override;
  [[nodiscard]] std::size_t given_up() const override { return given_up_; }
  [[nodiscard]] std::optional<std::string> dangling(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& directory,
                                              std::size_t max_names) const override;

 private:
  struct Looker;

  // What `question` says with the walk that it is given; nothing if that takes too long.
  template <typename Answer>
  using Question = Answer (*)(PathWalk&, const std::string&, std::size_t);
  template <typename Answer>
  Answer ask(Question<Answer> question, const std::string& path, std::size_t max_names = 0) const;
  void give_up() const;
  void tell_of_none() const;
  void tell(const std::optional<std::string>& refusal) const;

  std::string host_;
  Counters& counters_;
  std::function<void(const std::string&)> warn_;
  mutable Errand errand_;
  mutable std::shared_ptr<Looker> looker_;
  mutable std::size_t given_up_ = 0;
  mutable bool is_told_of_none_ = false;  // that no look is begun
  mutable std::shared_ptr<const Shunned> shunned_ = std::make_shared<Shunned>();
};

}  // namespace ak

// The running sequences and samples of all hosts: their events put in order, one state machine
// for each rule and host, and the memory of all of them kept within bounds.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/counters.h"
#include "detect/event_sorter.h"
#include "detect/rule_index.h"
#include "detect/rule_set.h"
#include "detect/state_machine.h"

namespace ak::detect {

class SequenceHosts {
 public:
  // The rule's index, and its events.
  using Handler = std::function<void(std::size_t rule, const Events& events)>;

  // `counters` outlives it.
  SequenceHosts(Counters& counters, Handler handler);

  // A rule of the same id and query text keeps its state. `index` is made of `rules`; both
  // outlive what follows, up to the next call.
  void set_rules(const std::vector<Rule>& rules, RuleIndex& index);

  [[nodiscard]] bool has_rules() const { return has_rules_; }

  // Every event moves its host's clock; one that a part of a rule may match is `wanted`.
  void add(const Event& event, bool is_wanted);

  // No event before that is still to come. For a quiet host, live.
  void tick(TimeMs time);

  // The stream is at its end.
  void finish();

  // tick() may complete something.
  [[nodiscard]] bool is_waiting() const;

  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  void forget();

  // All that is remembered, its events in the list; and that again, of the rules that still have
  // the same id and query text, where nothing is remembered. `in` fails when it is not that;
  // nothing is remembered then. REQUIRES: set_rules().
  void save(EventList& events, ByteWriter& out) const;
  void load(ByteReader& in, const EventList& events);

 private:
  struct Host {
    EventSorter sorter;
    TimeMs newest = 0;
    std::uint64_t used = 0;  // for finding the host that was longest silent
    bool may_wait = false;   // some machine is_waiting()
    std::map<std::size_t, std::unique_ptr<StateMachine>> machines;  // by rule
  };

  void save(const Host& host, EventList& events, ByteWriter& out) const;
  void load(Host& host, ByteReader& in, const EventList& events);
  void load_machine(Host& host, ByteReader& in, const EventList& events);
  Host& host_of(const Event& event);
  void forget_silent_host();
  void release(Host& host, TimeMs until);
  void process(Host& host, const EventPtr& event);
  void take(Host& host, std::size_t rule, const EventPtr& event, const EventCopy& kept,
            const std::vector<std::size_t>& items);
  void advance(Host& host, TimeMs time);
  void tell(std::size_t rule, const std::vector<Events>& complete);
  void forget_oldest(StateMachine& machine);
  void keep_within_bounds(StateMachine& machine);

  Counters& counters_;
  Handler handler_;
  const std::vector<Rule>* rules_ = nullptr;
  RuleIndex* index_ = nullptr;
  std::vector<std::pair<std::string, std::string>> names_;  // each rule's id and query text
  bool has_rules_ = false;
  std::map<std::string, Host, std::less<>> hosts_;
  std::uint64_t uses_ = 0;
  std::size_t bytes_ = 0;  // of all machines
};

}  // namespace ak::detect

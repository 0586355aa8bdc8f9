// Which process is whose child. Fed by every audit event's ProcessFact, it completes ECS events
// with what the records do not say: the parent, and the name and arguments of a program whose
// start was seen. Bounded (limits::kMaxProcesses); evictions are counted. One thread.
//
// A process is never a bare pid: an identity begins with fork, exec or first sight and ends when
// the pid turns up as another process. That is: after a fork that returned the pid; after its exit,
// under another parent or program; when its end was not audited, with both parent and program
// changed at once, or in a session that no LOGIN has led to from its own. A change of the parent
// alone is a parent's death (the kernel gives orphans to init or a subreaper), a change of the
// program alone an exec that no audit rule saw: the identity stays. Live, /proc shows when a
// process began: one that began after the known one was last heard of is another; and which have
// ended: who has the pid of one that has is another. Records come late at times; one that is older
// than what is known changes nothing.
//
// What a fork returns in a pid namespace is a number of that namespace, and says nothing of the
// host's processes. Live, /proc tells who is in one; else the flags of clone, unshare and setns do,
// and children that none of their parent's forks returned.
//
// The parent is the one that the record names: once a process's creator is gone, the one that
// adopted it. An ancestor is told only when it can have been there when its child began, and in the
// session that its child is in.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/counters.h"
#include "event/normalize.h"
#include "lineage/lineage_state.h"
#include "lineage/process_source.h"

namespace ak {

class Lineage {
 public:
  // `live`: asked for parents never seen, and whether those known have their pids yet; nullptr in
  // replay. Both outlive the Lineage.
  Lineage(Counters& counters, const ProcessSource* live);
  ~Lineage();

  // Takes in every process that runs now, as far as the cap allows. What is known of one that still
  // runs stays; one that runs no more is dead from now on. Before the first event, or between what
  // was read of a time before and the live stream; nothing without a live source.
  void scan(TimeMs now);

  // Looks which of the known processes run no more. A pid that comes round between two calls, and
  // is free again at the second, passes for the former holder's; nothing without a live source.
  void notice_ends(TimeMs now);

  // What is known, for write(); and what that wrote, in place of what is known. False when that is
  // not what `in` has: nothing is known then.
  [[nodiscard]] LineageState save() const;
  [[nodiscard]] bool load(ByteReader& in);

  // The processes are those of another boot, or long gone.
  void forget();

  // Takes the fact in, then completes the events: process.entity_id; process.name and args of a
  // program whose exec was seen; process.previous.executable of an exec; process.parent.* and
  // ancestry; the leader of the session, if its LOGIN was seen; live, container.id, by the process
  // itself or its nearest ancestor that still lives. A parent that is not known stays missing, and
  // is counted when the event is a process start.
  void complete(Normalized& normalized);

  // Table entries.
  [[nodiscard]] std::size_t processes() const;
  [[nodiscard]] std::size_t sessions() const;

 private:
  class Completer;

  std::unique_ptr<Completer> completer_;
};

}  // namespace ak

#include "repository.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Read without being resolved: HEAD may name a branch that has no commit yet. */
char *git_head_branch(struct git *git)
{
	OWNED(git_reference) head = NULL;
	static const char prefix[] = "refs/heads/";

	if (git_reference_lookup(&head, git->repository, "HEAD"))
		return NULL;
	const char *target = git_reference_symbolic_target(head);

	if (!target || strncmp(target, prefix, strlen(prefix)) != 0)
		return NULL;
	return must_copy(target + strlen(prefix));
}

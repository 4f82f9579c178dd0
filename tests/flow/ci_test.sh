#!/bin/bash
# The ready-made workflows of ci/: their shell steps, with the variables that CI sets.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

# A repository whose last commit moves the base of `base`, on which `app` stands; `docker` and
# `digestbump` on PATH.
pushed() {
	local digest
	mkdir -p bin r/base r/app
	ln -s "$DIGESTBUMP" bin/digestbump
	# shellcheck disable=SC2016 # the stub expands it
	printf '#!/bin/sh\nprintf "<%%s>" "$@" >>"%s/built"; echo >>"%s/built"\n' "$CASE" "$CASE" >bin/docker
	chmod +x bin/docker
	export PATH=$CASE/bin:$PATH
	printf '%s\n' services: '  base: {image: "ghcr.io/acme/base:1", build: base}' \
		'  app: {image: "ghcr.io/acme/app:1", build: {context: app, args: {MODE: "fast and small"}}}' >r/compose.yaml
	printf 'FROM ghcr.io/acme/base:1\nARG MODE\n' >r/app/Dockerfile
	for digest in a b; do
		printf 'FROM debian:12@sha256:%s\n' "$(printf "$digest%.0s" {1..64})" >r/base/Dockerfile
		commit_all r "$digest"
	done
}

# The shell of a job's only step that has any, from a workflow.
step() { # FILE JOB
	python3 -c 'import sys, yaml
steps = yaml.safe_load(open(sys.argv[1]))["jobs"][sys.argv[2]]["steps"]
print(*[step["run"] for step in steps if "run" in step])' "$TOP/ci/$1" "$2"
}

# The script of a GitLab job, with that of what it extends in front.
script() { # FILE JOB
	python3 -c 'import sys, yaml
file = yaml.safe_load(open(sys.argv[1]))
job = file[sys.argv[2]]
base = file.get(job.get("extends"), {})
print(*base.get("before_script", []), *base.get("script", []), *job.get("script", []), sep="\n")' "$1" "$2"
}

case_the_github_workflow_plans_and_builds_in_waves() {
	local wave
	pushed
	step github-rebuild.yaml plan >plan.sh
	printf '{"before":"%s"}' "$(git -C r rev-parse HEAD^)" >event.json
	(
		cd r
		GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH=$CASE/event.json \
			GITHUB_WORKSPACE=$CASE/r GITHUB_OUTPUT=$CASE/output bash -e ../plan.sh
	)
	same "$(wc -l <output)" 1
	sed 's/^plan=//' output >plan.json
	same "$(jq -r '[.waves[].matrix.include[].name] | join(" ")' plan.json)" 'ghcr.io/acme/base ghcr.io/acme/app'
	step github-rebuild-wave.yaml build >build.sh
	for wave in 0 1; do
		jq -r ".waves[$wave].matrix.include[0] | to_entries[] | \"\(.key|ascii_upcase)=\(.value|@sh)\"" plan.json >variables
		(
			cd r
			set -a
			# shellcheck disable=SC1091 # written above
			. ../variables
			bash -e ../build.sh
		)
	done
	cat built
	same "$(sed -n 1p built)" '<buildx><build><--file><base/Dockerfile><--push><--tag><ghcr.io/acme/base:1><base>'
	same "$(sed -n 2p built)" '<buildx><build><--file><app/Dockerfile><--push><--tag><ghcr.io/acme/app:1><--build-arg><MODE=fast and small><app>'
	# More waves than there are jobs must not pass in silence.
	(
		cd r
		for n in 1 2 3 4 5 6; do
			mkdir -p "w$n"
			printf 'FROM ghcr.io/acme/%s:1\n' "$([ "$n" = 1 ] && echo base || echo "w$((n - 1))")" >"w$n/Dockerfile"
			printf '  w%s: {image: "ghcr.io/acme/w%s:1", build: w%s}\n' "$n" "$n" "$n" >>compose.yaml
		done
		sed -i 's/sha256:b/sha256:c/' base/Dockerfile
		git add -A && git commit -qm More
		! GITHUB_WORKSPACE=$CASE/r GITHUB_OUTPUT=$CASE/output bash -e ../plan.sh >../more
	)
	grep -q '::error::more than 5 waves' more
	same "$(wc -l <output)" 1
}

case_the_gitlab_pipeline_plans_and_builds_in_stages() {
	local job
	pushed
	script "$TOP/ci/gitlab-ci.yaml" digestbump-plan >plan.sh
	(
		cd r
		GITLAB_CI=true CI_PROJECT_DIR=$CASE/r CI_COMMIT_BEFORE_SHA=$(git rev-parse HEAD^) bash -e ../plan.sh
	)
	same "$(python3 -c 'import yaml; print(*yaml.safe_load(open("r/rebuild.yml"))["stages"])')" 'wave-1 wave-2'
	for job in base app; do
		script r/rebuild.yml "build ghcr.io/acme/$job" >build.sh
		python3 -c 'import sys, yaml, shlex
for name, value in yaml.safe_load(open("r/rebuild.yml"))["build ghcr.io/acme/" + sys.argv[1]]["variables"].items():
    print("export %s=%s" % (name, shlex.quote(value)))' "$job" >variables
		(
			cd r
			# shellcheck disable=SC1091 # written above
			. ../variables
			bash -e ../build.sh
		)
	done
	same "$(sed -n 1p built)" '<buildx><build><--file><base/Dockerfile><--push><--tag><ghcr.io/acme/base:1><base>'
	same "$(sed -n 2p built)" '<buildx><build><--file><app/Dockerfile><--push><--tag><ghcr.io/acme/app:1><--build-arg><MODE=fast and small><app>'
}

case_the_other_steps_bump_and_check() {
	make_layout
	sample monorepo repo
	mkdir bin
	printf '#!/bin/bash\nexec "%s" "$@" %s\n' "$DIGESTBUMP" "${FROM_LAYOUT[*]}" >bin/digestbump
	chmod +x bin/digestbump
	export PATH=$CASE/bin:$PATH GITHUB_WORKSPACE=$CASE/repo CI_PROJECT_DIR=$CASE/repo
	step github-actions.yaml bump >bump.sh
	step github-actions.yaml check >check.sh
	script "$TOP/ci/gitlab-ci.yaml" digestbump-check >check2.sh
	cd repo
	! bash -e ../bump.sh || fail "the sample has an image that is gone"
	[ "$(bot_branches ../repo.git | wc -l)" -ge 3 ]
	for script in ../check.sh ../check2.sh; do
		code=0
		bash -e "$script" || code=$?
		same "$code" 1 # the image that is gone comes before what is outdated
	done
}

case_the_files_are_yaml_with_the_keys_of_their_vendors() {
	python3 - "$TOP/ci" <<-'END'
		import sys, yaml
		for name in ("github-actions", "github-rebuild", "github-rebuild-wave"):
		    flow = yaml.safe_load(open("%s/%s.yaml" % (sys.argv[1], name)))
		    assert flow["name"] and flow[True], name  # `on` is YAML 1.1's true
		    for job in flow["jobs"].values():
		        assert ("runs-on" in job) != ("uses" in job), name
		pipeline = yaml.safe_load(open(sys.argv[1] + "/gitlab-ci.yaml"))
		assert all("script" in job or "trigger" in job for name, job in pipeline.items() if name[0] != ".")
	END
}

run_cases

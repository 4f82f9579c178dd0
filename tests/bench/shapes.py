"""Inputs that could make a reader slow: one for each grammar's ways to repeat, to nest and to not end.

SHAPES maps a name to (path, make): make(size) gives the file's text, about `size` bytes of it, or a
mapping of paths to texts where other files stand beside it. The path chooses the format. Every run
makes the same bytes.
"""
DIGEST = "sha256:" + "0123456789abcdef" * 4
PIN = "registry.example.org/team/app:1.2@" + DIGEST
K8S = "apiVersion: v1\nkind: Pod\n"


def rows(item, head="", tail=""):
    """A maker: head, then item(0), item(1), ... until the size is reached, then tail."""
    def make(size):
        parts, length, i = [head], len(head) + len(tail), 0
        while length < size:
            part = item(i)
            parts.append(part)
            length += len(part)
            i += 1
        return "".join(parts) + tail
    return make


def same(text, head="", tail=""):
    return rows(lambda i: text, head, tail)


def chain(form, first, use, tail=""):
    """Definitions that each use the one before, and one use of the last."""
    def make(size):
        parts, length, i = [first], 0, 1
        while length < size:
            part = form.format(i=i, before=i - 1)
            parts.append(part)
            length += len(part)
            i += 1
        return "".join(parts) + use.format(i=i - 1) + tail
    return make


SHAPES = {}


def shape(path, **makers):
    for name, make in makers.items():
        SHAPES[name.replace("_", "-")] = (path, make)


# ---- Dockerfiles ----
FROM = f"FROM {PIN}\n"
shape("Dockerfile",
      docker_stages=rows(lambda i: f"FROM {PIN} AS s{i}\nCOPY --from=s{i} /a /b\n"),
      docker_stage_on_stage=chain("FROM s{before} AS s{i}\n", f"FROM {PIN} AS s0\n", ""),
      docker_hidden_stages=rows(lambda i: f"FROM ${{X}}s{i} AS s{i}\n"),
      docker_hidden_copies=rows(lambda i: f"FROM a AS s{i}\nCOPY --from=${{X}}b{i} a b\n"),
      docker_numbered_copies=rows(lambda i: f"FROM a\nCOPY --from={i} a b\n"),
      docker_args_chained=chain("ARG A{i}=${{A{before}}}\n", f"ARG A0={PIN}\n", "FROM ${{A{i}}}\n"),
      docker_args_growing=chain("ARG A{i}=${{A{before}}}x\n", "ARG A0=a\n", "FROM ${{A{i}}}\n"),
      docker_args_doubling=chain("ARG A{i}=${{A{before}}}${{A{before}}}\n", "ARG A0=a\n", "FROM ${{A{i}}}\n"),
      docker_args_unused=rows(lambda i: f"ARG A{i}=b\n", tail=FROM),
      docker_args_of_stages=rows(lambda i: f"FROM a\nARG A{i}\nENV B{i}=$A{i}\n", head="ARG A0=b\n"),
      docker_one_arg_many_uses=same("FROM ${A}\n", head=f"ARG A={PIN}\n"),
      docker_long_value_many_uses=lambda size: "ARG A=" + "a" * (size // 2) + "\n" + "FROM ${A}\n" * (size // 20),
      docker_one_word=same("a", head=FROM + "RUN ", tail="\n"),
      docker_words=same("a ", head=FROM + "RUN ", tail="\n"),
      docker_continued=same("  && true \\\n", head=FROM + "RUN true \\\n", tail=" true\n"),
      docker_continued_comments=same("  # no word \\\n", head=FROM + "RUN true \\\n", tail=" true\n"),
      docker_continued_blanks=same("\\\n\n", head=FROM + "RUN true \\\n", tail=" true\n"),
      docker_heredocs=rows(lambda i: f"RUN <<E{i} cat\ntext\nE{i}\n", head=FROM),
      docker_heredocs_of_one_line=rows(lambda i: f"<<E{i} ", head=FROM + "RUN cat ", tail="\n"),
      docker_heredoc_open=rows(lambda i: f"RUN <<E{i} cat\ntext\n", head=FROM),
      docker_heredoc_long=same("FROM a\n", head=FROM + "RUN <<E cat\n"),
      docker_braces_open=same("${", head="FROM "),
      docker_braces_nested=same("${A:-", head="FROM "),
      docker_dollars=same("$", head="FROM "),
      docker_quotes_open=same("RUN \"a\nENV 'b\n", head=FROM),
      docker_quotes_one_line=same("\"' ", head=FROM + "RUN "),
      docker_flags=same("--from=a ", head=FROM + "COPY "),
      docker_mounts=rows(lambda i: f"--mount=type=bind,from=s{i},target=/a ", head=FROM + "RUN ", tail="true\n"),
      docker_mount_fields=same("a=b,", head=FROM + "RUN --mount=", tail=" true\n"),
      docker_onbuild=same("ONBUILD ", head=FROM, tail=FROM),
      docker_onbuild_lines=same("ONBUILD COPY --from=a b c\n", head=FROM),
      docker_comments=same("# syntax=a\n"),
      docker_labels=rows(lambda i: f"LABEL org.opencontainers.image.base.name=a:{i} \\\n"
                         f" org.opencontainers.image.base.digest={DIGEST}\n", head=FROM),
      docker_label_pairs=same(f"org.opencontainers.image.base.digest={DIGEST} ", head=FROM + "LABEL "),
      docker_patterns=lambda size: "ARG A=" + "a" * (size // 2) + "\n" + "FROM ${A##*a*a*a*b}\n" * (size // 40),
      docker_replacements=lambda size: "ARG A=" + "ab" * (size // 4) + "\n" + "FROM ${A//a/bb}\n" * (size // 40),
      docker_crlf=same("FROM a:1\r\nRUN true \\\r\n  b\r\n"),
      docker_backslashes=same("\\", head="FROM "),
      docker_escapes=same("\\\\\n", head=FROM + "RUN a"),
      docker_digests=same(f"{DIGEST}@", head="FROM a@"))

# ---- YAML ----
shape("deploy.yaml",
      yaml_block=rows(lambda i: f"  - name: c{i}\n    image: {PIN}\n", head=K8S + "spec:\n  containers:\n"),
      yaml_flow=rows(lambda i: f"{{name: c{i}, image: '{PIN}'}}, ", head=K8S + "spec: {containers: [", tail="]}\n"),
      yaml_flow_lines=same(f"{{image: \"{PIN}\"}},\n ", head=K8S + "spec: {containers: [", tail="]}\n"),
      yaml_nested_flow=same("[", head=K8S + "image: a\nspec: "),
      yaml_nested_mappings=same("{a: ", head=K8S + "image: a\nspec: "),
      yaml_nested_block=same("- ", head=K8S + "image: a\nspec:\n ", tail="image\n"),
      yaml_nested_twice=rows(lambda i: "  - " + "[" * 60 + f"{{image: {PIN}}}" + "]" * 60 + "\n", head=K8S + "spec:\n"),
      yaml_documents=same(f"---\n{K8S}spec:\n  containers:\n  - image: {PIN}\n"),
      yaml_empty_documents=same("---\n", head=K8S + "image: a\n"),
      yaml_document_ends=same("...\n", head=K8S + "image: a\n"),
      yaml_comments=same("# image: a\n", head=K8S + f"spec:\n  image: {PIN}\n"),
      yaml_comment_long=same("# image ", head=K8S + f"spec:\n  image: {PIN} "),
      yaml_comment_tags=same(f"  - image: a@{DIGEST} # v1.2.3\n", head=K8S + "spec:\n  containers:\n"),
      yaml_plain_lines=same("  words of one scalar image\n", head=K8S + "text:\n"),
      yaml_double_lines=same("  words \\\n", head=K8S + "image: \"", tail="\"\n"),
      yaml_escapes=same("\\x41\\u00e4\\n", head=K8S + "image: \"", tail="\"\n"),
      yaml_escaped_pins=same(f"- image: \"a\\x3a1@{DIGEST}\"\n", head=K8S + "containers:\n"),
      yaml_single_quotes=same("''", head=K8S + "image: '", tail="'\n"),
      yaml_quote_open=same("a b\n", head=K8S + "image: \""),
      yaml_literal=same(f"  image: {PIN}\n", head=K8S + "data:\n  image: |\n"),
      yaml_folded=same(f"  image: {PIN}\n", head=K8S + "data:\n  image: >\n"),
      yaml_literals=same("- image: |\n    a\n", head=K8S + "spec:\n"),
      yaml_letters=same("ä", head=K8S + "image: "),
      yaml_letter_lines=same("- image: ä:1 # ß\n", head=K8S + "spec:\n"),
      yaml_crlf=same(f"- image: {PIN}\r\n", head=K8S + "spec:\r\n"),
      yaml_tabs=same("\t- image: a\n", head=K8S + "spec:\n"),
      yaml_tags=same("- !!str image\n", head=K8S + "spec:\n"),
      yaml_tag_long=same("a", head=K8S + "image: !", tail=" b\n"),
      yaml_anchors=rows(lambda i: f"a{i}: &a{i} {{image: {PIN}}}\nb{i}: *a{i}\n", head=K8S),
      yaml_one_anchor=same("- *a\n", head=f"{K8S}x: &a {{image: '{PIN}'}}\ny:\n"),
      yaml_alias_of_long=lambda size: f"{K8S}x: &a\n" + f"- image: {PIN}\n" * (size // 200) + "y:\n" + "- *a\n" * (size // 10),
      yaml_alias_bomb=lambda size: K8S + "a0: &a0 {image: a}\n" + "".join(
          f"a{i}: &a{i} [" + f"*a{i - 1}, " * 9 + "]\n" for i in range(1, size // 80)),
      yaml_merges=same("- <<: *a\n", head=f"{K8S}x: &a {{image: '{PIN}'}}\ny:\n"),
      yaml_merge_chain=chain("a{i}: &a{i}\n  <<: *a{before}\n  k{i}: b\n  tag: c\n", K8S + "a0: &a0 {image: a}\n", ""),
      yaml_merge_lists=rows(lambda i: "- <<: [" + "*a, " * 50 + "]\n  tag: a\n", head=f"{K8S}x: &a {{image: '{PIN}'}}\ny:\n"),
      yaml_merge_of_long=lambda size: (f"{K8S}x: &a\n" + "".join(f"  k{i}: v\n" for i in range(size // 20)) + "y:\n" +
                                       "- {<<: *a, tag: b}\n" * (size // 40)),
      yaml_many_keys=rows(lambda i: f"k{i}: image\n", head=K8S),
      yaml_same_keys=same("image: a:1\n", head=K8S),
      yaml_roles=rows(lambda i: f"image{i}Tag: 1\nimage{i}Digest: {DIGEST}\n", head=K8S),
      yaml_roles_same=same(f"tag: 1\ndigest: {DIGEST}\n", head=K8S + "image: a\n"),
      yaml_wide_and_deep=rows(lambda i: f"- {{image: {{repository: r{i}, tag: '1', digest: '{DIGEST}'}}}}\n", head=K8S + "spec:\n"),
      yaml_list=same(f"- kind: Pod\n  spec: {{image: '{PIN}'}}\n", head="apiVersion: v1\nkind: List\nitems:\n"),
      yaml_unpinned_same=same("- image: a:1\n", head=K8S + "containers:\n"),
      yaml_broken=same("image: a\n ]: }\n", head=K8S),
      yaml_complex_keys=same("? image\n: a\n", head=K8S),
      yaml_directives=same("%TAG ! a:\n", tail=K8S + "image: a\n"),
      yaml_spaces=same(" ", head=K8S + "image: a", tail="\n"),
      yaml_breaks=same("\n", head=K8S + "image: a", tail="\n"),
      yaml_zip_lines=same("- [image, image, image]\n", head=K8S + "spec:\n"))
shape("workflow.yaml",
      argo_parameters=rows(lambda i: f"      - {{name: p{i}, value: '{PIN}'}}\n",
                           head="apiVersion: argoproj.io/v1\nkind: Workflow\nspec:\n  arguments:\n    parameters:\n"),
      argo_manifests=same("  - resource:\n      manifest: |\n        apiVersion: v1\n        kind: Pod\n        spec:\n"
                          f"          containers:\n          - image: {PIN}\n",
                          head="apiVersion: argoproj.io/v1\nkind: Workflow\ntemplates:\n"),
      argo_manifest_long=same(f"          - image: {PIN}\n",
                              head="apiVersion: argoproj.io/v1\nkind: Workflow\ntemplates:\n  - resource:\n      manifest: |\n"
                              "        apiVersion: v1\n        kind: Pod\n        spec:\n          containers:\n"),
      tekton_deep=rows(lambda i: f"  - {{taskRef: {{params: [{{name: bundle, value: '{PIN}'}}]}}}}\n",
                       head="apiVersion: tekton.dev/v1\nkind: Pipeline\nspec:\n"),
      tekton_aliases=rows(lambda i: f"  - &t{i} {{taskRef: {{bundle: 'a:{i}'}}}}\n  - taskRef: *t{i}\n",
                          head="apiVersion: tekton.dev/v1\nkind: Pipeline\nspec:\n"))
shape("kustomization.yaml",
      kustomize_images=rows(lambda i: f"- name: a{i}\n  newTag: '1'\n  digest: {DIGEST}\n", head="images:\n"),
      kustomize_patches=same(f"- patch: |-\n    {K8S.splitlines()[0]}\n    kind: Pod\n    spec:\n      image: {PIN}\n", head="patches:\n"))
shape("chart/templates/x.yaml",
      template_lines=same("image: {{ .Values.image }}:{{ .tag }}\n"),
      template_pins=same(f"        image: {PIN} # {{{{ x }}}}\n"),
      template_ranges=same("{{- range .x }}\n- image: a:1\n{{- end }}\n"),
      template_open=same("{{ ", head="image: "),
      template_open_lines=same("image: {{ a\n"),
      template_one_line=same("{{ .image }}", head="image: "),
      template_defaults=same(f"image: {{{{ .x | default \"{PIN}\" }}}}\n"),
      template_comments=same("{{/* image: a:1 */}}\n"),
      template_comment_open=same("{{/* image: a\n"),
      template_split=same(f"image:\n  repository: a\n  tag: {{{{ .x }}}}\n  digest: {DIGEST}\n"),
      template_indented=rows(lambda i: " " * (i % 40) + "image: {{ .x }}\n"))
shape("values.yaml",
      helm_values=rows(lambda i: f"a{i}:\n  image:\n    repository: r/{i}\n    tag: '1'\n    digest: {DIGEST}\n"),
      helm_flat=rows(lambda i: f"image{i}Repository: r\nimage{i}Tag: '1'\nimage{i}Digest: {DIGEST}\n"))
shape("compose.yaml",
      compose_services=rows(lambda i: f"  s{i}: {{image: '{PIN}', restart: always}}\n", head="services:\n"),
      compose_variables=rows(lambda i: f"  s{i}: {{image: '${{V{i}:-{PIN}}}'}}\n", head="services:\n"),
      compose_braces=same("${A:-", head="services:\n  a:\n    image: "),
      compose_inline=same(f"  a:\n    build:\n      dockerfile_inline: |\n        FROM {PIN}\n        RUN a\n", head="services:\n"),
      compose_args=rows(lambda i: f"        A{i}: '{PIN}'\n", head="services:\n  a:\n    build:\n      args:\n"),
      compose_env=lambda size: {"compose.yaml": rows(lambda i: f"  s{i}: {{image: '${{V{i}}}'}}\n", head="services:\n")(size),
                                ".env": rows(lambda i: f"V{i}={PIN}\n")(size)},
      compose_env_chain=lambda size: {"compose.yaml": rows(lambda i: f"  s{i}: {{image: '${{V{i}}}'}}\n", head="services:\n")(size),
                                      ".env": chain("V{i}=${{V{before}}}\n", f"V0={PIN}\n", "")(size)},
      compose_env_growing=lambda size: {"compose.yaml": rows(lambda i: f"  s{i}: {{image: '${{V{i}}}'}}\n", head="services:\n")(size),
                                        ".env": chain("V{i}=${{V{before}}}x\n", f"V0={PIN}\n", "")(size)},
      compose_extensions=rows(lambda i: f"x-{i}: &x{i} {{image: a:{i}}}\n", head="", tail="services:\n  a: {<<: *x0}\n"))
shape(".github/workflows/x.yaml",
      github_jobs=rows(lambda i: f"  j{i}:\n    container: {{image: '{PIN}'}}\n    steps:\n    - uses: docker://{PIN}\n", head="jobs:\n"),
      github_steps=same("    - run: docker run image\n", head="jobs:\n  a:\n    steps:\n"),
      github_matrix=same(f"        - image: {PIN}\n", head="jobs:\n  a:\n    strategy:\n      matrix:\n        include:\n"),
      github_run_long=same(f"          docker pull {PIN}\n", head="jobs:\n  a:\n    steps:\n      - run: |\n"))
shape(".gitlab-ci.yml",
      gitlab_jobs=rows(lambda i: f"j{i}:\n  image: {{name: '{PIN}'}}\n  services: ['{PIN}']\n  variables: {{A{i}: b}}\n"),
      gitlab_variables=chain("  V{i}: $V{before}\n", f"variables:\n  V0: {PIN}\n", "a:\n  image: $V{i}\n"),
      gitlab_uses=rows(lambda i: f"j{i}:\n  image: $V{i}\n", head="variables:\n" + f"  V0: {PIN}\n"))
shape(".circleci/config.yml",
      circleci_jobs=rows(lambda i: f"  j{i}:\n    docker: [{{image: '{PIN}'}}]\n", head="jobs:\n"),
      circleci_parameters=rows(lambda i: f"  p{i}: {{type: string, default: '{PIN}'}}\n", head="parameters:\n", tail="jobs:\n  a:\n    docker: [{image: '<< pipeline.parameters.p0 >>'}]\n"))
shape("roles/x/tasks/main.yml",
      ansible_tasks=rows(lambda i: f"- name: t{i}\n  docker_container: {{image: '{PIN}'}}\n"))
shape("skaffold.yaml",
      skaffold_artifacts=same(f"- image: a\n  docker: {{buildArgs: {{A: '{PIN}'}}}}\n", head="build:\n  artifacts:\n"))
shape("cloudbuild.yaml",
      cloudbuild_steps=same(f"- name: {PIN}\n  args: [build, --build-arg, 'A={PIN}']\n", head="steps:\n"),
      cloudbuild_substitutions=rows(lambda i: f"  _V{i}: '{PIN}'\n", head="steps:\n- name: $_V0\nsubstitutions:\n"))
shape(".pre-commit-config.yaml",
      precommit_hooks=same(f"  - {{id: a, language: docker_image, entry: '{PIN} a'}}\n", head="repos:\n- repo: local\n  hooks:\n"))
shape(".ko.yaml",
      ko_overrides=rows(lambda i: f"  example.org/m/cmd/{i}: {PIN}\n", head=f"defaultBaseImage: {PIN}\nbaseImageOverrides:\n"),
      ko_in_module=lambda size: {".ko.yaml": rows(lambda i: f"  example.org/m/cmd/{i}: {PIN}\n", head="baseImageOverrides:\n")(size),
                                 "go.mod": "module example.org/m\n"})
shape(".goreleaser.yaml",
      goreleaser_in_module=lambda size: {".goreleaser.yaml": rows(lambda i: f"- {{id: b{i}, main: ./cmd/{i}, base_image: '{PIN}'}}\n", head="kos:\n")(size),
                                         "go.mod": "module example.org/m\n"})

# ---- JSON ----
shape("docker-bake.json",
      json_targets=rows(lambda i: f"\"t{i}\": {{\"args\": {{\"A\": \"{PIN}\"}}}},\n", head="{\"target\": {", tail="\"z\": {}}}"),
      json_variables=rows(lambda i: f"\"v{i}\": {{\"default\": \"{PIN}\"}},\n", head="{\"variable\": {", tail="\"z\": {}}, \"target\": {\"a\": {\"contexts\": {\"b\": \"${v0}\"}}}}"),
      json_inline=same("FROM a\\n", head="{\"target\": {\"a\": {\"dockerfile-inline\": \"", tail="\"}}}"),
      json_nested=same("[", head="{\"target\": "),
      json_objects=same("{\"target\":", head=""),
      json_string=same("a", head="{\"target\": \"", tail="\"}"),
      json_escapes=same("\\u0041\\n", head="{\"target\": \"", tail="\"}"),
      json_string_open=same("\\\"", head="{\"target\": \""),
      json_keys=same("\"target\": 1,\n", head="{", tail="\"a\": 1}"),
      json_values=same("{\"target\": 1}\n"),
      json_digits=same("1", head="{\"target\": "))
shape(".devcontainer.json",
      jsonc_comments=same("// image\n/* image */\n", head="{\"image\": \"a\",", tail="}"),
      jsonc_comment_open=same("/* image ", head="{\"image\": \"a\""),
      jsonc_features=rows(lambda i: f"\"ghcr.io/f/{i}@{DIGEST}\": {{}},\n", head="{\"features\": {", tail="}}"))
shape("pod.json",
      kubernetes_json=same(f"{{\"image\": \"{PIN}\"}},\n", head="{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"containers\": [", tail="{}]}"))

# ---- HCL ----
shape("docker-bake.hcl",
      hcl_targets=rows(lambda i: f"target \"t{i}\" {{\n  args = {{ A = \"{PIN}\" }}\n}}\n"),
      hcl_variables=chain("variable \"v{i}\" {{ default = v{before} }}\n", f"variable \"v0\" {{ default = \"{PIN}\" }}\n",
                          "target \"a\" {{ contexts = {{ b = \"docker-image://${{v{i}}}\" }} }}\n"),
      hcl_uses=rows(lambda i: f"target \"t{i}\" {{ contexts = {{ b = \"docker-image://${{v{i}}}\" }} }}\n", head=f"variable \"v0\" {{ default = \"{PIN}\" }}\n"),
      hcl_variables_and_uses=lambda size: rows(lambda i: f"variable \"v{i}\" {{ default = \"{PIN}\" }}\n")(size // 2) + rows(
          lambda i: f"target \"t{i}\" {{ contexts = {{ b = \"docker-image://${{v{i}}}\" }} }}\n")(size // 2),
      hcl_heredocs=same(f"target \"a\" {{\n  dockerfile-inline = <<E\nFROM {PIN}\nE\n}}\n"),
      hcl_heredoc_open=rows(lambda i: f"a = <<E{i}\n", tail="dockerfile-inline"),
      hcl_interpolation_open=same("${", head="target \"a\" { args = { B = \"", tail="@sha256:"),
      hcl_interpolations=same("${a}", head="target \"a\" { args = { B = \"", tail="@sha256:a\" } }"),
      hcl_nested=same("{ a = ", head="docker-image: = "),
      hcl_lists=same("\"docker-image://a\", ", head="target \"a\" { contexts = [", tail="] }"),
      hcl_parentheses=same("(", head="a = \"docker-image:\" "),
      hcl_comments=same("# docker-image:\n// a\n/* b */\n"),
      hcl_comment_open=same("/* docker-image: "),
      hcl_quotes_open=same("a = \"docker-image:\n"),
      hcl_names=same("docker-image: "),
      hcl_conditions=same("a ? \"docker-image:\" : ", head="target \"a\" { args = { A = "))
shape("main.tf",
      terraform_resources=rows(lambda i: f"resource \"docker_image\" \"i{i}\" {{\n  name = \"{PIN}\"\n}}\n"),
      terraform_locals=chain("locals {{\n  l{i} = local.l{before}\n}}\n", f"locals {{\n  l0 = \"{PIN}\"\n}}\n",
                             "resource \"docker_image\" \"a\" {{\n  name = local.l{i}\n}}\n"),
      terraform_uses=rows(lambda i: f"resource \"docker_image\" \"i{i}\" {{\n  name = var.v{i}\n}}\nvariable \"v{i}\" {{\n  default = \"{PIN}\"\n}}\n"))
shape("job.nomad", nomad_tasks=rows(lambda i: f"task \"t{i}\" {{\n  config {{\n    image = \"{PIN}\"\n  }}\n}}\n"))

# ---- TOML, Starlark, Gradle, Groovy ----
shape("project.toml",
      toml_tables=same(f"[[io.buildpacks.group]]\nuri = \"docker://{PIN}\"\n"),
      toml_strings_open=same("builder = \"\"\"\n"),
      toml_lines=rows(lambda i: f"k{i} = \"builder\"\n"),
      toml_arrays=same("[", head="builder = "),
      toml_inline=same("{ builder = \"a\" }, ", head="a = [", tail="]\n"),
      toml_dots=same("a.", head="builder.", tail="b = 1\n"))
shape("MODULE.bazel",
      starlark_pulls=rows(lambda i: f"oci.pull(\n    name = \"n{i}\",\n    image = \"a/b\",\n    digest = \"{DIGEST}\",\n    tag = \"1\",\n)\n"),
      starlark_nested=same("pull(", head="a = "),
      starlark_strings_open=same("pull = \"\n"),
      starlark_triples=same("pull = \"\"\"a\n"),
      starlark_lists=same("\"pull\", ", head="a = ["),
      starlark_variables=chain("V{i} = V{before}\n", f"V0 = \"{DIGEST}\"\n", "oci.pull(image = \"a\", digest = V{i})\n"),
      starlark_uses=rows(lambda i: f"D{i} = \"{DIGEST}\"\noci.pull(name = \"n{i}\", image = \"a/b\", digest = D{i})\n"),
      starlark_comments=same("# pull\n"))
shape("build.gradle",
      gradle_blocks=same(f"jib {{ from {{ image = '{PIN}' }} }}\n"),
      gradle_strings_open=same("jib = \"${\n"),
      gradle_nested=same("jib { ", head=""),
      gradle_definitions=chain("def v{i} = v{before}\n", f"def v0 = '{PIN}'\n", "jib.from.image = v{i}\n"))
shape("Jenkinsfile",
      jenkins_stages=same(f"stage('a') {{ agent {{ docker {{ image '{PIN}' }} }} }}\n"),
      jenkins_calls=same(f"docker.image('{PIN}').inside {{ sh 'a' }}\n"),
      jenkins_strings_open=same("docker.image(\"${\n"),
      jenkins_triples=same("docker = '''\n"),
      jenkins_slashes=same("docker / /", head=""))

# ---- XML ----
shape("pom.xml",
      xml_elements=same(f"<jib><from><image>{PIN}</image></from></jib>\n", head="<project>", tail="</project>"),
      xml_properties=chain("<p{i}>${{p{before}}}</p{i}>\n", f"<project><properties><p0>{PIN}</p0>\n",
                           "</properties><jib><from><image>${{p{i}}}</image></from></jib></project>"),
      xml_uses=rows(lambda i: f"<jib><from><image>${{p{i}}}</image></from></jib>\n", head=f"<project><properties><p0>{PIN}</p0></properties>"),
      xml_nested=same("<jib>"),
      xml_unclosed=same("<jib"),
      xml_comments_open=same("<!-- jib "),
      xml_comments=same("<!-- jib -->\n"),
      xml_sections=same("<![CDATA[jib"),
      xml_attributes=same("jib=\"a\" ", head="<a ", tail="/>"),
      xml_quotes_open=same("<jib a=\"\n"),
      xml_ends=same("</jib>"),
      xml_entities=same("&amp;", head="<jib>"),
      xml_instructions=same("<?jib "))
shape("a.csproj", dotnet_properties=same(f"<ContainerBaseImage>{PIN}</ContainerBaseImage>\n", head="<Project>"))

# ---- make, shell, CMake, dotenv ----
ASSIGNED = f"= {PIN}\n"
shape("Makefile",
      make_variables=rows(lambda i: f"V{i} := {PIN}\n"),
      make_chain=chain("V{i} = $(V{before})\n", f"V0 = {PIN}\n", f"a:\n\tdocker pull $(V{{i}}) # @{DIGEST}\n"),
      make_recipes=same(f"a:\n\tdocker run {PIN} true\n"),
      make_calls_open=same("$(", head="V = ", tail=f" {PIN}\n"),
      make_continued=same(f"  {PIN} \\\n", head="V = \\\n", tail="\n"),
      make_defines=same(f"define A\n{PIN}\nendef\n"),
      make_define_open=same(f"define A\n{PIN}\n"),
      make_one_line=same(f"{PIN} ", head="V = "),
      make_parts=rows(lambda i: f"I{i} = a/b\nD{i} = {DIGEST}\nR{i} = $(I{i})@$(D{i})\n"))
shape("run.sh",
      shell_variables=rows(lambda i: f"V{i}={PIN}\n"),
      shell_chain=chain("V{i}=$V{before}\n", f"V0={PIN}\n", "docker run $V{i}\n"),
      shell_commands=same(f"docker run --rm {PIN} true\n"),
      shell_quotes_open=same(f"A=\"{PIN}\nB='{PIN}\n"),
      shell_quotes_one_line=same("\"' ", head="a ", tail=f" {PIN}\n"),
      shell_heredocs=same(f"cat <<E\n{PIN}\nE\n"),
      shell_heredocs_open=rows(lambda i: f"cat <<E{i}\n{PIN}\n"),
      shell_heredocs_one_line=rows(lambda i: f"<<E{i} ", head="cat ", tail=f"\n{PIN}\n"),
      shell_braces_open=same("${A:-", tail=f"{PIN}\n"),
      shell_calls_open=same("$(", tail=f"{PIN}\n"),
      shell_backquotes=same("`", tail=f"{PIN}\n"),
      shell_continued=same(f" {PIN} \\\n", head="a \\\n"),
      shell_one_line=same(f"{PIN} ", head="a "),
      shell_comments=same(f"# {PIN}\n", tail=f"A={PIN}\n"),
      shell_equals=same("A=", tail=f"{PIN}\n"),
      shell_parts=rows(lambda i: f"I{i}=a/b\nD{i}={DIGEST}\nR{i}=$I{i}@$D{i}\n"))
shape("CMakeLists.txt",
      cmake_sets=rows(lambda i: f"set(V{i} {PIN})\n"),
      cmake_brackets_open=same("#[==[ ", tail=f"{PIN}\n"),
      cmake_brackets=same(f"#[=[\n{PIN}\n]=]\nset(A {PIN})\n"),
      cmake_arguments=same("[=[ ]==] ", head="set(A ", tail=f"{PIN})\n"),
      cmake_quotes_open=same("set(A \"\n", tail=f"{PIN}\n"),
      cmake_ends=same("]=", head="#[==[", tail=f"\n{PIN}\n"))
shape(".env",
      env_variables=rows(lambda i: f"V{i}={PIN}\n"),
      env_chain=chain("V{i}=${{V{before}}}\n", f"V0={PIN}\n", ""),
      env_quotes_open=same(f"A=\"{PIN}\n"),
      env_lines=same(f"{PIN}\n", head="A=\"", tail="\"\n"),
      env_one_line=same(f"{PIN} ", head="A="),
      env_comments=same(f"# {PIN}\n"),
      env_exports=same("export ", tail=f"A={PIN}\n"),
      env_names=same("a", tail=f"={PIN}\n"))

# ---- units, Earthfiles ----
shape("a.container",
      quadlet_sections=same(f"[Container]\nImage={PIN}\n"),
      quadlet_continued=same("a \\\n", head="[Container]\nImage="),
      quadlet_mounts=same(f"Mount=type=image,source={PIN},destination=/a\n", head="[Container]\n"))
shape("a.service",
      unit_commands=same(f"ExecStart=docker run {PIN}\n", head="[Service]\n"),
      unit_environment=rows(lambda i: f"Environment=V{i}={PIN}\n", head="[Service]\n", tail="ExecStart=docker run $V0\n"),
      unit_one_line=same(f"-e A={PIN} ", head="[Service]\nExecStart=docker run "))
shape("Earthfile",
      earth_targets=rows(lambda i: f"t{i}:\n  FROM {PIN}\n  COPY +t{i}/a b\n"),
      earth_args=chain("ARG A{i}=$A{before}\n", f"ARG A0={PIN}\n", "FROM $A{i}\n"),
      earth_loads=same(f"  WITH DOCKER --pull {PIN}\n    RUN a\n  END\n", head="a:\n  FROM b\n"),
      earth_deep=same("IF true\n", head="a:\n"))

# ---- what stands in any file ----
shape("notes.yaml",
      marks=same(f"# renovate: datasource=docker depName=a\nVERSION: image@{DIGEST}\n"),
      marks_alone=same("# renovate: datasource=docker depName=a image\n"),
      marks_one_line=same("# renovate: datasource=docker depName=a ", tail="image\n"),
      mark_keys=same("a=b ", head="# renovate: datasource=docker ", tail="image\n"),
      digests_one_line=same(f"@{DIGEST} ", head="image: "),
      digests_joined=same(f"@{DIGEST}", head="image: "),
      signs=same("@", head="image: "),
      names=same("a/", head="image: ", tail=f"@{DIGEST}\n"),
      hex=same("0123456789abcdef", head="image: a@sha256:"))
shape("notes.cfg",
      text_pins=same(f"{PIN}\n"),
      text_one_line=same(f"{PIN} "),
      text_signs=same("@sha256:"),
      text_names=same("a/b:", tail=f"c@{DIGEST}\n"),
      text_words=same("word ", tail=f"{PIN}\n"),
      text_digests=same(f"{DIGEST}\n"))

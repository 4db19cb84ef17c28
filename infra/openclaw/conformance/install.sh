# Sourced by the scripts that need the real OpenClaw. `install_openclaw FOLDER` installs it and the Node that it needs from npm into the
# folder, unless they are there, and sets `node` (the folder of its Node's command) and `openclaw` (the package).
# shellcheck shell=bash
openclaw_version=2026.9.6
node_version=24
openclaw_cache=${XDG_CACHE_HOME:-$HOME/.cache}/pipeline-openclaw/$openclaw_version

install_package() {
    local folder=$1 package=$2
    [[ -d $folder/node_modules/${package%@*} ]] && return
    echo "Installing $package into $folder" >&2
    mkdir -p "$folder"
    echo '{"private":true}' >"$folder/package.json"
    npm install --prefix "$folder" --no-audit --no-fund --loglevel=error "$package" >&2
}

# OpenClaw's installation runs scripts that ask for its own Node, so that comes first.
install_openclaw() {
    if ! command -v npm >/dev/null; then
        echo "npm is not installed; it fetches OpenClaw and the Node that it needs" >&2
        return 1
    fi
    install_package "$1/node" "node@$node_version"
    node=$1/node/node_modules/node/bin
    PATH=$node:$PATH install_package "$1/openclaw" "openclaw@$openclaw_version"
    openclaw=$1/openclaw/node_modules/openclaw
}

# What the scripts that run a private RabbitMQ have in common. Read by scripts/rabbitmq and scripts/cluster; they define fail.
# shellcheck shell=bash

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A broker that takes connections answers the protocol header with a method frame, whose first byte is 1.
answers_amqp() (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'AMQP\x00\x00\x09\x01' >&3
    IFS= read -r -t 5 -N 1 first <&3
    [[ $first == $'\x01' ]]
) 2>/dev/null

# The first of so many neighbouring free ports, below those that the system gives to outgoing connections.
free_ports() {
    local first nth
    while :; do
        first=$((20000 + RANDOM % 12000))
        for ((nth = 0; nth < $1; nth++)); do
            if listens $((first + nth)); then continue 2; fi
        done
        echo $first
        return
    done
}

# The packaged rabbitmq-server in /usr/sbin changes the user and the directories; the one it wraps does not.
find_server() {
    local server=/usr/lib/rabbitmq/bin/rabbitmq-server
    if [[ ! -x $server ]]; then
        server=$(command -v rabbitmq-server) ||
            fail "rabbitmq-server is not installed (Debian and Ubuntu: apt-get install rabbitmq-server)"
    fi
    dirname "$(readlink -f "$server")"
}

alive() { [[ -n $1 ]] && kill -0 "$1" 2>/dev/null; }

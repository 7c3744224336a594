REGISTRY = {}


def plugin(name):
    def add(make):
        REGISTRY[name] = make
        return make

    return add

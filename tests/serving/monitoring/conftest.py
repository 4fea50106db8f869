from tests.search.conftest import index_dir

__all__ = ["index_dir"]
